import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import * as Token from '#domain/token';
import { Clock } from '#event-store/clock';
import { Ledger } from '#event-store/ledger';
import type { Caller } from '../../edge/authentication/caller.js';
import { OwnedTokens } from './owned-tokens.js';
import { revokedBy } from './revoked-by.js';

/** Ends the generation before the newest of a token ahead of its time. The newest, and the token, go on. */
export class EndPreviousGeneration extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly tokenId: string,
    readonly generation: number,
  ) {
    super();
  }
}

@CommandHandler(EndPreviousGeneration)
export class EndPreviousGenerationHandler implements ICommandHandler<EndPreviousGeneration> {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly owned: OwnedTokens,
  ) {}

  async execute({ caller, tokenId, generation }: EndPreviousGeneration): Promise<void> {
    const row = this.owned.byActor(tokenId, caller);
    const by = revokedBy(caller.origin.actor, row.ownerId);
    const command: Token.Command = { type: 'EndPreviousGeneration', generation, at: this.clock.nowText(), reason: 'revoked', by };
    await this.ledger.on(Token.stream(row.id)).handle(command, caller.origin);
  }
}
