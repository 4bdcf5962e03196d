import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import * as Installation from '#domain/installation';
import { memberOf } from '#domain/member-of';
import { Refusal } from '#domain/refusal';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { requireOperator } from '../../edge/authentication/operator.js';
import { object, type Shape, text } from '../../edge/http/schema.js';
import { SigningKeyRing } from './signing-key-ring.js';

export const NextSigningKey = object('NextSigningKey', { kid: text('K3mD…') });
export type NextSigningKey = Shape<typeof NextSigningKey>;

/** Publishes the next signing key. It signs once every verifier has had time to fetch it. */
export class RotateSigningKey extends Command<NextSigningKey> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@CommandHandler(RotateSigningKey)
export class RotateSigningKeyHandler implements ICommandHandler<RotateSigningKey> {
  constructor(
    private readonly ledger: Ledger,
    private readonly keys: SigningKeyRing,
    private readonly validity: TokenValidity,
  ) {}

  /** While a key is waiting to sign, a repeated request names that key. */
  async execute({ caller }: RotateSigningKey): Promise<NextSigningKey> {
    requireOperator(caller, this.validity);
    const { state } = await this.ledger.on(Installation.stream()).load();
    return { kid: Installation.nextKid(state) ?? (await this.keys.publish(caller.origin)) };
  }
}

/** Nothing that this key signed is accepted any more. If it is the active key, a new one takes its place at once. */
export class RetireSigningKey extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly kid: string,
  ) {
    super();
  }
}

@CommandHandler(RetireSigningKey)
export class RetireSigningKeyHandler implements ICommandHandler<RetireSigningKey> {
  constructor(
    private readonly ledger: Ledger,
    private readonly keys: SigningKeyRing,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ caller, kid }: RetireSigningKey): Promise<void> {
    requireOperator(caller, this.validity);
    const { state } = await this.ledger.on(Installation.stream()).load();
    if (!memberOf(state.keys, kid)) throw new Refusal('signing-key/not-found');
    if (state.activeKid === kid) {
      const next = Installation.nextKid(state) ?? (await this.keys.publish(caller.origin));
      await this.keys.activate(next, caller.origin);
    }
    await this.keys.retire(kid, caller.origin);
  }
}
