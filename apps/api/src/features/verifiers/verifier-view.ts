import type { Opened } from '#domain/sealed';
import type * as Verifier from '#domain/verifier';

export interface VerifierView extends Opened<Verifier.Texts> {
  readonly id: string;
  readonly createdAt: string;
}
