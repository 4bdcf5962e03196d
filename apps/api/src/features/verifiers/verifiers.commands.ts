import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import { Refusal } from '#domain/refusal';
import { asOpened } from '#domain/sealed';
import * as Verifier from '#domain/verifier';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialMint } from '../../edge/authentication/credential-mint.js';
import { credential, object, type Shape } from '../../edge/http/schema.js';
import { newId } from '../../edge/ids.js';
import { VerifierView } from './verifier-view.js';
import type { CreateVerifierRequest } from './verifiers.dto.js';

export const CreatedVerifier = object('CreatedVerifier', {
  verifier: VerifierView,
  credential,
});
export type CreatedVerifier = Shape<typeof CreatedVerifier>;

/** Lets a program ask whether tokens of the caller's organization are good. */
export class CreateVerifier extends Command<CreatedVerifier> {
  constructor(
    readonly caller: Caller,
    readonly verifier: CreateVerifierRequest,
  ) {
    super();
  }
}

@CommandHandler(CreateVerifier)
export class CreateVerifierHandler implements ICommandHandler<CreateVerifier> {
  constructor(
    private readonly ledger: Ledger,
    private readonly mint: CredentialMint,
    private readonly personalData: PersonalData,
  ) {}

  async execute({ caller, verifier: typed }: CreateVerifier): Promise<CreatedVerifier> {
    const verifierId = caller.idempotentId ?? newId();
    const stream = Verifier.stream(verifierId);
    const { credential, lookup, kept } = this.mint.opaque('verifier');
    const texts = Verifier.textsOf(verifierId);
    const told = await this.personalData.sealAll(texts, typed);
    const { organizationId, origin } = caller;
    const command: Verifier.Command = { type: 'CreateVerifier', organizationId, ...told, lookup, pepperVersion: kept.pepperVersion };
    const { begunAt } = await this.ledger.on(stream).handle(command, origin);
    return { verifier: { id: verifierId, ...asOpened(texts, typed), createdAt: begunAt as string }, credential };
  }
}

/** Ends what a verifier may ask; its credential is refused from now on. */
export class DeleteVerifier extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly verifierId: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteVerifier)
export class DeleteVerifierHandler implements ICommandHandler<DeleteVerifier> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ caller, verifierId }: DeleteVerifier): Promise<void> {
    const { organizationId, origin } = caller;
    if (this.validity.verifiers.byId(verifierId)?.organizationId !== organizationId) throw new Refusal('verifier/not-found');
    await this.ledger.on(Verifier.stream(verifierId)).handle({ type: 'DeleteVerifier' }, origin);
  }
}
