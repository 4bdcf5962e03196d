import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import * as Verifier from '#domain/verifier';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { VerifierRow } from '#projections/token-validity/verifier-rows';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { type Page, type PageRequest, pageOf } from '../../edge/http/page-request.js';
import type { VerifierView } from './verifier-view.js';

/** The verifiers of the caller's organization, oldest first. */
export class ListVerifiers extends Query<Page<VerifierView>> {
  constructor(
    readonly caller: Caller,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListVerifiers)
export class ListVerifiersHandler implements IQueryHandler<ListVerifiers> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly personalData: PersonalData,
    private readonly turns: LongReadTurns,
  ) {}

  execute({ caller, page: { limit, cursor = '' } }: ListVerifiers): Promise<Page<VerifierView>> {
    const rows = this.validity.verifiers.ofOrganization(caller.organizationId).filter(({ id }) => id > cursor);
    return pageOf(
      this.turns,
      rows.slice(0, limit + 1),
      limit,
      ({ id }) => id,
      (row) => this.#view(row),
    );
  }

  async #view(row: VerifierRow): Promise<VerifierView> {
    const { id, createdAt } = row;
    return { id, ...(await this.personalData.openAll(Verifier.textsOf(id), row)), createdAt };
  }
}
