import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import * as Installation from '#domain/installation';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { requireOperator } from '../../edge/authentication/operator.js';
import type { WholeList } from '../../edge/http/page-request.js';
import { object, oneOf, type Shape, text } from '../../edge/http/schema.js';

export const SigningKeyView = object('SigningKeyView', {
  kid: text('K3mD…'),
  status: oneOf(['next', 'active', 'previous', 'retired']).about(
    '`next` signs soon; `previous` signs no more, but what it signed is good.',
  ),
});
export type SigningKeyView = Shape<typeof SigningKeyView>;

/** Every signing key that there ever was, oldest first. */
export class ListSigningKeys extends Query<WholeList<SigningKeyView>> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(ListSigningKeys)
export class ListSigningKeysHandler implements IQueryHandler<ListSigningKeys> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ caller }: ListSigningKeys): Promise<WholeList<SigningKeyView>> {
    requireOperator(caller, this.validity);
    const { state } = await this.ledger.on(Installation.stream()).load();
    const next = Installation.nextKid(state);
    const items = Object.entries(state.keys).map(([kid, status]) => ({ kid, status: statusOf(kid, status, state.activeKid, next) }));
    return { items, nextCursor: null };
  }
}

function statusOf(kid: string, status: string, activeKid: string | null, next: string | null): SigningKeyView['status'] {
  if (status === 'retired') return 'retired';
  if (kid === activeKid) return 'active';
  return kid === next ? 'next' : 'previous';
}
