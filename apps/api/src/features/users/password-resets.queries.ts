import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { TokenDirectory, tokenDirectory } from '#projections/read-models/models/token-directory';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { type Page, type PageRequest, pageOf } from '../../edge/http/page-request.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { id, object, type Shape, time } from '../../edge/http/schema.js';
import { TokenView } from '../tokens/token-view.js';
import { actOnUser } from './organization-user.js';
import { ResetLinks } from './reset-links.js';

export const PasswordResetView = object('PasswordResetView', {
  id,
  requestedBy: id.orNull().about('The person or service account that asked for the link; null for an operator on the host.'),
  createdAt: time,
  expiresAt: time.orNull(),
  state: TokenView.members.state,
});
export type PasswordResetView = Shape<typeof PasswordResetView>;

/** The reset links that were ever made for a person, oldest first. */
export class ListPasswordResets extends Query<Page<PasswordResetView>> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListPasswordResets)
export class ListPasswordResetsHandler implements IQueryHandler<ListPasswordResets> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly directory: TokenDirectory,
    private readonly freshness: ReadModelFreshness,
    private readonly links: ResetLinks,
    private readonly turns: LongReadTurns,
  ) {}

  async execute({ caller, userId, page: { limit, cursor } }: ListPasswordResets): Promise<Page<PasswordResetView>> {
    actOnUser(userId, caller, this.validity);
    await this.freshness.ready(tokenDirectory);
    const of = { organizationId: caller.organizationId, ownerId: userId, kinds: ['password-reset'] } as const;
    const after = cursor === undefined ? null : ([cursor, cursor] as const);
    const listed = await this.directory.search({ ...of, order: 'id', isDescending: false, after, limit: limit + 1 });
    return pageOf(
      this.turns,
      listed,
      limit,
      ({ id }) => id,
      ({ id }) => this.#view(id),
    );
  }

  async #view(id: string): Promise<PasswordResetView> {
    const link = await this.links.find(id);
    if (!link) throw new Refusal('password-reset/not-found');
    const { requestedBy, createdAt, expiresAt } = link;
    return { id, requestedBy: requestedBy.kind === 'cli' ? null : requestedBy.id, createdAt, expiresAt, state: this.links.stateOf(link) };
  }
}
