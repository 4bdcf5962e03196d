import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import * as Installation from '#domain/installation';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { requireOperator } from '../../edge/authentication/operator.js';

export interface SigningKeyView {
  readonly kid: string;
  /** `next` signs soon; `previous` signs no more, but what it signed is good. */
  readonly status: 'next' | 'active' | 'previous' | 'retired';
}

/** Every signing key that there ever was, oldest first. */
export class ListSigningKeys extends Query<{ items: SigningKeyView[]; nextCursor: null }> {
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

  async execute({ caller }: ListSigningKeys): Promise<{ items: SigningKeyView[]; nextCursor: null }> {
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
