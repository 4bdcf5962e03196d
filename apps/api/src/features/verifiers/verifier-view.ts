import * as Verifier from '#domain/verifier';
import { id, object, opened, type Shape, time } from '../../edge/http/schema.js';

export const VerifierView = object('VerifierView', {
  ...opened<Verifier.Texts>(Verifier.textFields, { name: 'Gateway' }),
  id,
  createdAt: time,
});
export type VerifierView = Shape<typeof VerifierView>;
