import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import { Refusal } from '#domain/refusal';
import * as Verifier from '#domain/verifier';
import { TokenValidity } from '#projections/token-validity';
import type { VerifierRow } from '#projections/verifier-rows';
import type { Caller } from '../authentication/caller.js';
import { type Page, type PageRequest, pageOf } from '../http/page.js';

export interface VerifierView {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: string;
}

/** One verifier of the caller's organization. */
export class DescribeVerifier extends Query<VerifierView> {
  constructor(
    readonly caller: Caller,
    readonly verifierId: string,
  ) {
    super();
  }
}

@QueryHandler(DescribeVerifier)
export class DescribeVerifierHandler implements IQueryHandler<DescribeVerifier> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly personalData: PersonalData,
  ) {}

  async execute({ caller, verifierId }: DescribeVerifier): Promise<VerifierView> {
    const row = this.validity.verifiers.byId(verifierId);
    if (row?.organizationId !== caller.organizationId) throw new Refusal('verifier/not-found');
    return this.view(row);
  }

  async view({ id, name, createdAt }: VerifierRow): Promise<VerifierView> {
    return { id, name: await this.personalData.open(name, { stream: Verifier.streamOf(id), field: 'name' }), createdAt };
  }
}

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
    private readonly describe: DescribeVerifierHandler,
  ) {}

  execute({ caller, page: { limit, cursor = '' } }: ListVerifiers): Promise<Page<VerifierView>> {
    const rows = this.validity.verifiers.ofOrganization(caller.organizationId).filter(({ id }) => id > cursor);
    return pageOf(
      rows.slice(0, limit + 1),
      limit,
      ({ id }) => id,
      (row) => this.describe.view(row),
    );
  }
}
