import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { FollowUps } from '../../edge/follow-ups.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { OwnedTokens } from '../tokens/owned-tokens.js';
import { Revocations } from '../tokens/revocations.js';
import type { DeleteApiKeyRequest } from './api-keys.dto.js';

/** Ends an API key for ever: the caller's own, or of a person whom the caller may act on. */
export class DeleteApiKey extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly keyId: string,
    readonly request: DeleteApiKeyRequest = {},
  ) {
    super();
  }
}

@CommandHandler(DeleteApiKey)
export class DeleteApiKeyHandler implements ICommandHandler<DeleteApiKey> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly owned: OwnedTokens,
    private readonly revocations: Revocations,
    private readonly followUps: FollowUps,
  ) {}

  async execute({ caller, keyId, request }: DeleteApiKey): Promise<void> {
    const { descendants, cause, note, ...others } = request;
    others satisfies NoOthers;
    const row = this.owned.byActor(keyId, caller);
    if (row.kind !== 'api-key') throw new Refusal('token/not-found');
    await this.revocations.revoke(row, caller, { cause, note });
    if (descendants !== 'true') return;
    const end = () => this.#endMadeWith(row, caller, cause);
    await this.followUps.attempt('the keys that were made with a deleted one are ended', end);
  }

  /** A key is ended before what it made is looked for, so it cannot make another meanwhile. */
  async #endMadeWith({ row }: TokenRow, caller: Caller, cause: DeleteApiKeyRequest['cause']): Promise<void> {
    const { tokens } = this.validity;
    for (const parents = [row]; parents.length > 0; ) {
      for (const child of tokens.apiKeys.madeWith(parents.pop() as number)) {
        await this.revocations.revoke(tokens.at(child), caller, { cause });
        parents.push(child);
      }
    }
  }
}
