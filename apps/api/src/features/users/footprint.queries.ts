import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import { isLive } from '#domain/verdict';
import * as Verifier from '#domain/verifier';
import { Ledger } from '#event-store/ledger';
import type { TokenListing } from '#projections/read-models/models/token-directory';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { VerifierRow } from '#projections/token-validity/verifier-rows';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { flag, id, integer, list, object, type Shape, text, time } from '../../edge/http/schema.js';
import { NamedPrincipal, type NamesOfAnswer } from '../activity/principal-names.js';
import { LiveSessions } from '../sessions/live-sessions.js';
import { SessionView, sessionView } from '../sessions/sessions.queries.js';
import { TokenDetails, TokenDetailViews } from '../tokens/token-detail-views.js';
import { TokenWalk } from '../tokens/token-walk.js';
import { listedKinds } from '../tokens/tokens.dto.js';
import { VerifierView } from '../verifiers/verifier-view.js';
import { organizationUser } from './organization-user.js';
import { type ShownCredential, ShownCredentials } from './shown-credentials.js';

export const FootprintAccount = object('FootprintAccount', {
  id,
  name: text('Nightly export').orNull(),
  created: flag(true).about('Whether they created it; otherwise they reset its token.'),
  shownAt: time.about('When they were shown a credential of it last.'),
  knowsCredential: flag(true).about(
    'Whether a credential that they were shown still works, or will once a suspension ends: it is to be reset.',
  ),
  token: TokenDetails,
});
export type FootprintAccount = Shape<typeof FootprintAccount>;

/** What is left of a person to take away when they leave: what is not over yet, and whose values they know. */
export const FootprintView = object('FootprintView', {
  user: NamedPrincipal,
  tokens: list(TokenDetails).about('Tokens of theirs that are active or suspended.'),
  sessions: list(SessionView).about('Sessions of theirs that are not over, newest first.'),
  serviceAccounts: list(FootprintAccount).about('Service accounts that they created, or whose credential they were shown.'),
  verifiers: list(VerifierView).about('Verifiers that they created, whose credential they were shown then.'),
  registeredPeople: integer(2).about('How many people they registered.'),
});
export type FootprintView = Shape<typeof FootprintView>;

/** What belongs to a person of the caller's organization, and what they created or were shown. */
export class DescribeFootprint extends Query<FootprintView> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
  ) {
    super();
  }
}

@QueryHandler(DescribeFootprint)
export class DescribeFootprintHandler implements IQueryHandler<DescribeFootprint> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly walk: TokenWalk,
    private readonly shown: ShownCredentials,
    private readonly sessions: LiveSessions,
    private readonly ledger: Ledger,
    private readonly details: TokenDetailViews,
    private readonly personalData: PersonalData,
    private readonly turns: LongReadTurns,
  ) {}

  /** @throws Refusal user/not-found, ReadModelBehind service/not-caught-up */
  async execute({ caller, userId }: DescribeFootprint): Promise<FootprintView> {
    const { organizationId } = caller;
    organizationUser(userId, organizationId, this.validity);
    const names = await this.details.namesForAnswer();
    const { accounts, verifiers, registeredPeople } = await this.shown.to(userId, organizationId);
    const ofOrganization = (await this.sessions.of(userId)).filter((row) => row.organizationId === organizationId);
    return {
      user: await names.of('user', userId),
      tokens: await this.turns.each(await this.#liveTokens(organizationId, userId), (listing) => this.details.of(caller, listing, names)),
      sessions: await this.turns.each(ofOrganization, (row) => sessionView(row, caller, this.ledger, this.details)),
      serviceAccounts: await this.turns.each(accounts, (account) => this.#account(caller, account, names)),
      verifiers: await this.turns.each(verifiers, (row) => this.#verifier(row)),
      registeredPeople,
    };
  }

  async #liveTokens(organizationId: string, ownerId: string): Promise<TokenListing[]> {
    const live: TokenListing[] = [];
    for await (const { listing, verdict } of this.walk.over({ organizationId, ownerId, kinds: listedKinds })) {
      if (isLive(verdict)) live.push(listing);
    }
    return live;
  }

  async #account(
    caller: Caller,
    { listing, isCreated, shownAt, isGood }: ShownCredential,
    names: NamesOfAnswer,
  ): Promise<FootprintAccount> {
    const { owner_id: id } = listing;
    const { name } = await names.of('service-account', id);
    return { id, name, created: isCreated, shownAt, knowsCredential: isGood, token: await this.details.of(caller, listing, names) };
  }

  async #verifier(row: VerifierRow): Promise<VerifierView> {
    const { id, createdAt } = row;
    return { id, ...(await this.personalData.openAll(Verifier.textsOf(id), row)), createdAt };
  }
}
