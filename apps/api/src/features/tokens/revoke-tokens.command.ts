import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal, type RefusalCode, refusals } from '#domain/refusal';
import { StoreUnavailable } from '#event-store/event-store';
import type { Caller } from '../../edge/authentication/caller.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { flag, id, list, object, oneOf, type Shape } from '../../edge/http/schema.js';
import { OwnedTokens } from './owned-tokens.js';
import { Revocations } from './revocations.js';
import type { RevokeTokenRequest, RevokeTokensRequest } from './tokens.dto.js';

/** What became, or would become, of one of many tokens. */
export const RevocationResult = object('RevocationResult', {
  id,
  outcome: oneOf(['revoked', 'over', 'refused']).about(
    '`over`: it was expired or revoked before. `refused` was not revoked, for the reason that `code` names.',
  ),
  code: oneOf(Object.keys(refusals) as RefusalCode[])
    .like('token/not-found')
    .orNull()
    .about('Of a refusal; null otherwise.'),
});
export type RevocationResult = Shape<typeof RevocationResult>;

export const RevocationResults = object('RevocationResults', {
  dryRun: flag(false),
  results: list(RevocationResult).about('In the order of the ids that were sent.'),
});
export type RevocationResults = Shape<typeof RevocationResults>;

/** Ends many tokens for one reason, one after another: what is refused for one does not keep the others. */
export class RevokeTokens extends Command<RevocationResults> {
  constructor(
    readonly caller: Caller,
    readonly request: RevokeTokensRequest,
  ) {
    super();
  }
}

@CommandHandler(RevokeTokens)
export class RevokeTokensHandler implements ICommandHandler<RevokeTokens> {
  constructor(
    private readonly owned: OwnedTokens,
    private readonly revocations: Revocations,
  ) {}

  async execute({ caller, request }: RevokeTokens): Promise<RevocationResults> {
    const { ids, dryRun = false, cause, note, ...others } = request;
    others satisfies NoOthers;
    const results: RevocationResult[] = [];
    for (const id of ids) results.push(await this.#revoke(id, caller, { cause, note }, dryRun));
    return { dryRun, results };
  }

  async #revoke(id: string, caller: Caller, why: RevokeTokenRequest, dryRun: boolean): Promise<RevocationResult> {
    try {
      const row = this.owned.byActor(id, caller);
      if (!this.owned.isLive(row)) return { id, outcome: 'over', code: null };
      if (!dryRun) await this.revocations.revoke(row, caller, why);
      return { id, outcome: 'revoked', code: null };
    } catch (error) {
      return { id, outcome: 'refused', code: codeOf(error) };
    }
  }
}

/** What is certain not to have happened is named token by token, since others of the same request may be revoked by then. */
function codeOf(error: unknown): RefusalCode {
  if (error instanceof Refusal) return error.code;
  if (error instanceof StoreUnavailable) return 'service/unavailable';
  throw error;
}
