import { Injectable } from '@nestjs/common';
import type { OwnerKind } from '#domain/token';
import { type Reason, reasons, standingOf, type Verdict } from '#domain/verdict';
import { type Actor, actorKinds } from '#event-store/envelope';
import type { TokenListing } from '#projections/read-models/models/token-directory';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { id, object, oneOf, type Shape, text, time } from '../../edge/http/schema.js';
import { NamedPrincipal, type NamesOfAnswer, PrincipalNames } from '../activity/principal-names.js';
import { LastUses } from './last-uses.js';
import { TokenNames } from './token-names.js';
import { previousView, TokenView, tokenView } from './token-view.js';

/** Who asked for a token, and with which credential; name and address are null where the caller may not see them, and on the host. */
export const TokenCreator = object('TokenCreator', {
  kind: oneOf(actorKinds),
  id: text(id.example),
  name: NamedPrincipal.members.name,
  email: NamedPrincipal.members.email,
  credentialId: id.orNull(),
});
export type TokenCreator = Shape<typeof TokenCreator>;

/** The newest use that is known; address and program are null where the caller may not see them, and once they were erased. */
export const LastUse = object('LastUse', {
  at: time,
  ip: text('192.0.2.1').orNull(),
  userAgent: text('curl/8.5.0').orNull(),
});
export type LastUse = Shape<typeof LastUse>;

/** A token as lists show it: with who it belongs to, who made it, how it stands and why, and its last use. */
export const TokenDetails = object('TokenDetails', {
  ...TokenView.members,
  owner: NamedPrincipal,
  createdBy: TokenCreator,
  lastUse: LastUse.orNull(),
  stateReason: oneOf(reasons).like('expired').orNull().about('Why it is not active; null while it is.'),
});
export type TokenDetails = Shape<typeof TokenDetails>;

/** Makes what lists show of tokens, for one caller. */
@Injectable()
export class TokenDetailViews {
  constructor(
    private readonly validity: TokenValidity,
    private readonly credentialJudge: CredentialJudge,
    private readonly lastUses: LastUses,
    private readonly names: TokenNames,
    private readonly principals: PrincipalNames,
  ) {}

  /** @throws ReadModelBehind service/not-caught-up while names are not stored yet */
  namesForAnswer(): Promise<NamesOfAnswer> {
    return this.principals.forAnswer();
  }

  /** `listing` is of a token that the index has. */
  async of(caller: Caller, listing: TokenListing, names: NamesOfAnswer): Promise<TokenDetails> {
    const row = this.validity.tokens.byId(listing.id) as TokenRow;
    const verdict = this.credentialJudge.judgeRow(row);
    const known = { name: await this.names.of(listing), createdAt: listing.created_at, lastUsedAt: this.lastUses.usedAt(row.id) };
    return {
      ...tokenView(row, known, verdict, previousView(row, this.credentialJudge, this.lastUses.previousUsedAt(row))),
      owner: await shownName(caller, row.ownerKind, row.ownerId, names),
      createdBy: await this.#creator(caller, listing, names),
      lastUse: await this.lastUse(caller, row, known.lastUsedAt),
      stateReason: reasonOf(verdict),
    };
  }

  /** Where a person was is for that person alone; where a program runs, for those who oversee the organization, too. Null when unused. */
  async lastUse(caller: Caller, { id, ownerKind, ownerId }: TokenRow, at = this.lastUses.usedAt(id)): Promise<LastUse | null> {
    if (at === null) return null;
    const maySeeSource = ownerId === caller.id || (ownerKind === 'service-account' && oversees(caller));
    const source = maySeeSource ? await this.lastUses.source(id) : null;
    return { at, ip: source?.ip ?? null, userAgent: source?.userAgent ?? null };
  }

  async #creator(caller: Caller, listing: TokenListing, names: NamesOfAnswer): Promise<TokenCreator> {
    const { created_by_kind, created_by_id: id, created_by_credential: credentialId } = listing;
    const kind = created_by_kind as Actor['kind'];
    const isNamed = kind === 'user' || kind === 'service-account';
    const { name, email } = isNamed ? await shownName(caller, kind, id, names) : nobody;
    return { kind, id, name, email, credentialId };
  }
}

const nobody = { name: null, email: null };

/** A token that is good from some addresses alone is active, although a list, which is asked for from nowhere, is no such address. */
const reasonOf = (verdict: Verdict): Reason | null => (verdict.active || standingOf(verdict) === 'active' ? null : verdict.reason);

/** Names are for those who see them in lists of people anyway, and everybody's own. */
async function shownName(caller: Caller, kind: OwnerKind, id: string, names: NamesOfAnswer): Promise<NamedPrincipal> {
  const maySee = id === caller.id || oversees(caller);
  return maySee ? names.of(kind, id) : { kind, id, name: null, email: null };
}
