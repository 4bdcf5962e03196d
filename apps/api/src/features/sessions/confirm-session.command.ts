import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { Clock } from '#event-store/clock';
import { Ledger } from '#event-store/ledger';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialMint } from '../../edge/authentication/credential-mint.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { PasswordAttempts } from './password-attempts.js';
import type { Begun } from './session-beginnings.js';
import type { ConfirmSessionRequest } from './sessions.dto.js';

/**
 * The caller proves the password again: for 15 minutes the session may do what grants rights. The session gets a new secret, so that a
 * secret that was stolen before gains no rights.
 */
export class ConfirmSession extends Command<Pick<Begun, 'credential' | 'expiresAt'>> {
  constructor(
    readonly caller: Caller,
    readonly proof: ConfirmSessionRequest,
  ) {
    super();
  }
}

@CommandHandler(ConfirmSession)
export class ConfirmSessionHandler implements ICommandHandler<ConfirmSession> {
  constructor(
    private readonly ledger: Ledger,
    private readonly attempts: PasswordAttempts,
    private readonly mint: CredentialMint,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, proof: { password, ...others } }: ConfirmSession): Promise<Pick<Begun, 'credential' | 'expiresAt'>> {
    others satisfies NoOthers;
    await this.attempts.confirm(caller, password);
    caller.judgeAgain();
    const { id, generation: fromGeneration } = caller.token;
    const { credential, lookup, kept } = this.mint.opaque('session');
    const command: Token.Command = { type: 'ConfirmSession', at: this.clock.now().toISOString(), fromGeneration, lookup, kept };
    const { state } = await this.ledger.on(Token.stream(id)).handle(command, caller.origin);
    if (state.status === 'absent' || state.expiresAt === null) throw new Refusal('session/not-found');
    return { credential, expiresAt: state.expiresAt };
  }
}
