import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import { inSequence } from '#domain/decider';
import { Refusal } from '#domain/refusal';
import { requireMayRaise } from '#domain/role';
import * as Token from '#domain/token';
import { textsOf } from '#domain/token.texts';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { AddressListsOpener } from '../../edge/authentication/address-lists-opener.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { requireMatch } from '../../edge/http/entity-tag.js';
import { isWithin } from '../../edge/http/network-list.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { OwnedTokens } from '../tokens/owned-tokens.js';
import { refuseErased } from '../tokens/refuse-erased.js';
import { type ApiKeyView, ApiKeyViews, lasting, networksIn, networksText } from './api-key-views.js';
import type { UpdateApiKeyRequest } from './api-keys.dto.js';

/** Gives an API key another name, or other addresses from which it is good. */
export class UpdateApiKey extends Command<ApiKeyView> {
  constructor(
    readonly caller: Caller,
    readonly keyId: string,
    readonly request: UpdateApiKeyRequest,
    /** Entity tags of the key that the change was made on; null when any will do. */
    readonly tags: string | null,
  ) {
    super();
  }
}

@CommandHandler(UpdateApiKey)
export class UpdateApiKeyHandler implements ICommandHandler<UpdateApiKey> {
  constructor(
    private readonly ledger: Ledger,
    private readonly personalData: PersonalData,
    private readonly validity: TokenValidity,
    private readonly owned: OwnedTokens,
    private readonly addressLists: AddressListsOpener,
    private readonly views: ApiKeyViews,
  ) {}

  async execute({ caller, keyId, request, tags }: UpdateApiKey): Promise<ApiKeyView> {
    const row = this.owned.byActor(keyId, caller);
    const stream = this.ledger.on(inSequence(Token.stream(keyId)));
    const { state, revision, begunAt } = await stream.load();
    if (row.kind !== 'api-key' || state.status === 'absent' || begunAt === null) throw new Refusal('token/not-found');
    // What was sealed of an erased person cannot be read, so nothing can be compared with it.
    if (this.validity.principals.users.get(row.ownerId)?.status === 'erased') throw new Refusal('user/erased');
    const texts = textsOf(row);
    const { name, allowedAddresses } = await this.personalData.openAll(texts, state);
    const { name: newName = name, allowedIpCidrs: networks = networksIn(allowedAddresses), ...others } = request;
    others satisfies NoOthers;
    const { createdWith = null } = state;
    // A key is made by the owner of the token with which it is made.
    const createdBy = (createdWith && this.validity.tokens.byId(createdWith)?.ownerId) ?? state.ownerId;
    const known = { createdBy, createdWith, createdAt: begunAt, lastUsedAt: this.owned.lastUsedAt(keyId) };
    const before = this.views.of(row, { ...known, name, allowedIpCidrs: networksIn(allowedAddresses) });
    requireMatch(tags, lasting(before));
    if (widens(before.allowedIpCidrs, networks)) requireMayRaise(caller.mayGrant);
    const commands: Token.Command[] = [];
    const told = await this.personalData
      .sealAll(texts, { name: newName, allowedAddresses: networksText(networks) ?? null })
      .catch(refuseErased);
    if (told.name && newName !== name) commands.push({ type: 'RenameToken', name: told.name });
    const isOther = networks.join() !== before.allowedIpCidrs.join();
    if (isOther) commands.push({ type: 'ChangeAllowedAddresses', allowedAddresses: told.allowedAddresses });
    // Whether addresses are added was decided on the list that was read.
    await stream.onlyAt(revision).handle(commands, caller.origin);
    await this.addressLists.settled();
    return this.views.of(row, { ...known, name: newName, allowedIpCidrs: networks });
  }
}

/** Whether the new list allows an address that the old one did not; an empty one allows every address. */
function widens(before: readonly string[], after: readonly string[]): boolean {
  if (before.length === 0) return false;
  return after.length === 0 || !after.every((network) => before.some((allowed) => isWithin(network, allowed)));
}
