import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import { restingOn } from '#domain/decider';
import { Refusal } from '#domain/refusal';
import type { Role } from '#domain/role';
import * as Token from '#domain/token';
import { textsOf } from '#domain/token.texts';
import { Clock } from '#event-store/clock';
import { Ledger } from '#event-store/ledger';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { AddressListsOpener } from '../../edge/authentication/address-lists-opener.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialMint } from '../../edge/authentication/credential-mint.js';
import { credential, object, type Shape } from '../../edge/http/schema.js';
import { newId } from '../../edge/ids.js';
import { refuseErased } from '../tokens/refuse-erased.js';
import { TokenCeilings } from '../tokens/token-ceilings.js';
import { ApiKeyRights } from './api-key-rights.js';
import { ApiKeyView, ApiKeyViews, networksText } from './api-key-views.js';

export const CreatedApiKey = object('CreatedApiKey', {
  apiKey: ApiKeyView,
  credential,
});
export type CreatedApiKey = Shape<typeof CreatedApiKey>;

export interface NewApiKey {
  readonly ownerId: string;
  readonly name: string;
  readonly role: Role;
  readonly validitySeconds: number;
  readonly allowedIpCidrs: readonly string[];
  /** Id of the key whose place it is to take. */
  readonly replaces?: string;
}

/** Issues API keys, whoever's they are and whatever for. */
@Injectable()
export class ApiKeyIssuance {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly mint: CredentialMint,
    private readonly personalData: PersonalData,
    private readonly validity: TokenValidity,
    private readonly rights: ApiKeyRights,
    private readonly ceilings: TokenCeilings,
    private readonly addressLists: AddressListsOpener,
    private readonly views: ApiKeyViews,
  ) {}

  /** @throws Refusal where the caller may make no such key; token/too-many; api-key/validity-out-of-range */
  async issue(caller: Caller, { ownerId, name, role, validitySeconds, allowedIpCidrs, replaces }: NewApiKey): Promise<CreatedApiKey> {
    const { organizationId, origin, idempotentId: id = newId() } = caller;
    const requireMayMake = () => this.rights.requireMayMake(caller, ownerId, role);
    requireMayMake();
    await this.ceilings.takeRoom({ id: ownerId, organizationId }, 'api-key');
    const at = this.clock.nowText();
    const expiresAt = secondsAfter(at, validitySeconds);
    const owner: Token.Owned = { kind: 'api-key', ownerKind: 'user', ownerId, name: null };
    const texts = { name, allowedAddresses: networksText(allowedIpCidrs) };
    const told = await this.personalData.sealAll(textsOf({ id, ...owner }), texts).catch(refuseErased);
    const subject = { tokenId: id, userId: ownerId, organizationId };
    const { credential, lookup, kept } = this.mint.apiKey({ ...subject, issuedAt: new Date(at), expiresAt: new Date(expiresAt) });
    const terms = { at, expiresAt, latestExpiry: null, typeEnabled: true, role, validitySeconds, replaces };
    const createdWith = caller.token.id;
    const command: Token.Command = { type: 'IssueToken', ...owner, ...told, createdWith, lookup, kept, ...terms };
    const { before, begunAt } = await this.ledger.on(restingOn(Token.stream(id), requireMayMake)).handle(command, origin);
    // Nothing was appended then, and this credential is not the one that is recorded under the id.
    if (before.status !== 'absent') throw new Refusal('token/id-taken');
    await this.addressLists.settled();
    const row = this.validity.tokens.byId(id) as TokenRow;
    const known = { name, createdBy: caller.id, createdWith, createdAt: begunAt as string, lastUsedAt: null, allowedIpCidrs };
    return { apiKey: this.views.of(row, known), credential };
  }
}

/** In whole seconds, as in a JWT. */
const secondsAfter = (at: string, seconds: number) => new Date((Math.floor(Date.parse(at) / 1000) + seconds) * 1000).toISOString();
