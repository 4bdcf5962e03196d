import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import type { Caller } from '../../edge/authentication/caller.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { integer, object, type Shape } from '../../edge/http/schema.js';
import { LiveSessions } from './live-sessions.js';
import type { EndSessionsRequest } from './sessions.dto.js';

export const EndedSessions = object('EndedSessions', {
  endedSessions: integer(2),
});
export type EndedSessions = Shape<typeof EndedSessions>;

/** Ends every session of the caller but the one that asks; all of them where an API credential asks. */
export class EndOtherSessions extends Command<EndedSessions> {
  constructor(
    readonly caller: Caller,
    readonly request: EndSessionsRequest,
  ) {
    super();
  }
}

/** Each session is one append. One that fails leaves the earlier ones ended, and asking again ends the rest. */
@CommandHandler(EndOtherSessions)
export class EndOtherSessionsHandler implements ICommandHandler<EndOtherSessions> {
  constructor(
    private readonly sessions: LiveSessions,
    private readonly ledger: Ledger,
  ) {}

  async execute({ caller, request }: EndOtherSessions): Promise<EndedSessions> {
    const { others: _, ...more } = request;
    more satisfies NoOthers;
    const others = (await this.sessions.of(caller.id)).filter(({ id }) => id !== caller.token.id);
    for (const { id } of others) {
      await this.ledger.on(Token.stream(id)).handle({ type: 'RevokeToken', reason: 'signed-out', by: 'owner' }, caller.origin);
    }
    return { endedSessions: others.length };
  }
}
