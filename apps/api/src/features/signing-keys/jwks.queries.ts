import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { SigningKeys } from '#credentials/signing-keys';
import { list, object, oneOf, type Shape, text } from '../../edge/http/schema.js';

const JsonWebKey = object('JsonWebKey', {
  kty: text('EC'),
  crv: text('P-256'),
  x: text('f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU'),
  y: text('x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'),
  kid: text('K3mD…'),
  alg: oneOf(['ES256']),
  use: oneOf(['sig']),
});

export const JsonWebKeySet = object('JsonWebKeySet', {
  keys: list(JsonWebKey),
});
export type JsonWebKeySet = Shape<typeof JsonWebKeySet>;

/** The public halves of the keys whose tokens are accepted. */
export class DescribeKeys extends Query<JsonWebKeySet> {}

@QueryHandler(DescribeKeys)
export class DescribeKeysHandler implements IQueryHandler<DescribeKeys> {
  constructor(private readonly signingKeys: SigningKeys) {}

  async execute(): Promise<JsonWebKeySet> {
    return this.signingKeys.jwks();
  }
}
