import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { RefusedAttempts } from '../../features/activity/refused-attempts.js';
import { type Introspection, Introspector } from './introspector.js';
import { addressFrom, type PresentedVerifier, tokenFrom } from './token-request.js';

/** Tells another program whether a credential would authenticate a request now. */
export class Introspect extends Query<Introspection> {
  constructor(
    readonly by: PresentedVerifier | null,
    /** As it was sent. */
    readonly token: unknown,
    /** Where the credential was presented, as it was sent. */
    readonly clientIp: unknown,
    /** Network address of anyone who asks. */
    readonly source: string,
  ) {
    super();
  }
}

@QueryHandler(Introspect)
export class IntrospectHandler implements IQueryHandler<Introspect> {
  constructor(
    private readonly introspector: Introspector,
    private readonly attempts: RefusedAttempts,
  ) {}

  /** @throws Refusal credential/missing or credential/invalid; request/invalid for a body that does not have exactly one token */
  async execute({ by, token, clientIp, source }: Introspect): Promise<Introspection> {
    if (!by) throw new Refusal('credential/missing');
    const asking = this.introspector.verifierOf(by);
    if (asking) return this.introspector.introspect(tokenFrom(token), asking, addressFrom(clientIp));
    this.attempts.note({ reason: 'verifier/invalid', source, organizationId: null, tokenId: null });
    throw new Refusal('credential/invalid');
  }
}
