import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { SigningKeys } from '#credentials/signing-keys';

export interface JsonWebKeySet {
  readonly keys: readonly Readonly<Record<string, string>>[];
}

/** The public halves of the keys whose tokens are accepted. */
export class DescribeKeys extends Query<JsonWebKeySet> {}

@QueryHandler(DescribeKeys)
export class DescribeKeysHandler implements IQueryHandler<DescribeKeys> {
  constructor(private readonly signingKeys: SigningKeys) {}

  async execute(): Promise<JsonWebKeySet> {
    return this.signingKeys.jwks();
  }
}
