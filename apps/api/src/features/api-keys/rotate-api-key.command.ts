import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import { validityOfApiKey } from '#credentials/token-claims';
import { Refusal } from '#domain/refusal';
import type { Role } from '#domain/role';
import * as Token from '#domain/token';
import { textsOf } from '#domain/token.texts';
import { Clock } from '#event-store/clock';
import type { Actor } from '#event-store/envelope';
import { OutcomeUnknown } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import { aside } from '#event-store/origin';
import type { Caller } from '../../edge/authentication/caller.js';
import { type OverlapRequest, overlapFrom } from '../tokens/overlap.dto.js';
import { OwnedTokens } from '../tokens/owned-tokens.js';
import { ApiKeyIssuance, type CreatedApiKey, type NewApiKey } from './api-key-issuance.js';
import { networksIn } from './api-key-views.js';
import { PendingSuccessors } from './pending-successors.js';

/** Makes a key of the same owner, name, role, length and addresses, and brings the end of the old one forward. */
export class RotateApiKey extends Command<CreatedApiKey> {
  constructor(
    readonly caller: Caller,
    readonly keyId: string,
    /** How long the old key stays good beside its successor. */
    readonly overlap: OverlapRequest,
  ) {
    super();
  }
}

@CommandHandler(RotateApiKey)
export class RotateApiKeyHandler implements ICommandHandler<RotateApiKey> {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly personalData: PersonalData,
    private readonly owned: OwnedTokens,
    private readonly successors: PendingSuccessors,
    private readonly issuance: ApiKeyIssuance,
  ) {}

  /**
   * The successor comes first, so that a process that dies between the two leaves the old key as it was, and a successor that the
   * reconciler revokes.
   */
  async execute({ caller, keyId, overlap }: RotateApiKey): Promise<CreatedApiKey> {
    const row = this.owned.byActor(keyId, caller);
    if (row.kind !== 'api-key') throw new Refusal('token/not-found');
    if (!this.owned.isLive(row)) throw new Refusal('token/revoked');
    const at = this.clock.nowText();
    const wish = overlapFrom(at, overlap);
    const successor = await this.issuance.issue(caller, await this.#likewise(keyId));
    try {
      const command: Token.Command = { type: 'ReplaceApiKey', successorId: successor.apiKey.id, at, ...wish };
      await this.ledger.on(Token.stream(keyId)).handle(command, caller.origin);
    } catch (error) {
      // Where nobody knows whether the old key was replaced, the reconciler finds out.
      if (!(error instanceof OutcomeUnknown)) await this.successors.revoke(successor.apiKey.id, aside(caller.origin, { actor: server }));
      throw error;
    }
    return successor;
  }

  /** @throws Refusal token/revoked, or token/superseded for a key that has a successor already */
  async #likewise(keyId: string): Promise<NewApiKey> {
    const { state } = await this.ledger.on(Token.stream(keyId)).load();
    if (state.status !== 'active') throw new Refusal('token/revoked');
    if (state.replacedBy !== null) throw new Refusal('token/superseded');
    const { name, allowedAddresses } = await this.personalData.openAll(textsOf({ id: keyId, ...state }), state);
    const validitySeconds = validityOfApiKey(state.kept.signedInput as string);
    const allowedIpCidrs = networksIn(allowedAddresses);
    return { ownerId: state.ownerId, name: name ?? '', role: state.role as Role, validitySeconds, allowedIpCidrs, replaces: keyId };
  }
}

const server: Actor = { kind: 'system', id: 'api' };
