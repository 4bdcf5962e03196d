import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EmailDigests } from '#credentials/email-digests';
import { NameDigests } from '#credentials/name-digests';
import { Passwords } from '#credentials/password';
import { PasswordStrength } from '#credentials/password-strength';
import { PersonalData } from '#credentials/personal-data';
import { SecretDigests } from '#credentials/secret-digests';
import { SecretVault } from '#credentials/secret-vault';
import { SigningKeys } from '#credentials/signing-keys';
import { SqliteVault } from '#credentials/sqlite-vault';
import { Vault } from '#credentials/vault';
import { Clock } from '#event-store/clock';
import { EventStore } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import { Config } from '#installation/config';
import type { Installation } from '#installation/installation';
import { Logger } from '#installation/logger';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { ReadModels } from '#projections/read-models/read-models';
import { storedReadModels } from '#projections/read-models/stored-read-models';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { Introspector } from './dialects/oauth/introspector.js';
import { CredentialVerifier } from './edge/authentication/credential-judge.js';
import { CredentialMint } from './edge/authentication/credential-mint.js';
import { SealedSources } from './edge/authentication/sealed-sources.js';
import { FollowUps } from './edge/follow-ups.js';
import { LongReadTurns } from './edge/http/long-read-turns.js';
import { ReadModelFreshness } from './edge/http/read-model-freshness.js';
import { Creations } from './edge/idempotency/idempotency-keys.js';
import { ActivityRecorder } from './features/activity/activity-recorder.js';
import { RefusedAttempts } from './features/activity/refused-attempts.js';
import { DeviceCookies } from './features/sessions/device-cookies.js';
import { PasswordAttempts } from './features/sessions/password-attempts.js';
import { SigningKeyRing } from './features/signing-keys/signing-key-ring.js';
import { LastUses } from './features/tokens/last-uses.js';
import { OwnedTokens } from './features/tokens/owned-tokens.js';
import { TokenCeilings } from './features/tokens/token-ceilings.js';
import { TokenTermsOf } from './features/tokens/token-terms-source.js';
import { ErasedRegister } from './features/users/erased-register.js';
import { UnfinishedErasures } from './features/users/unfinished-erasures.js';
import { NeededSecrets } from './reconciliation/needed-secrets.js';
import { Reconciler } from './reconciliation/reconciler.js';
import { UnneededSecrets } from './reconciliation/unneeded-secrets.js';

const services = [
  CredentialMint,
  Creations,
  FollowUps,
  NeededSecrets,
  DeviceCookies,
  OwnedTokens,
  PasswordAttempts,
  ReadModelFreshness,
  SealedSources,
  Reconciler,
  LongReadTurns,
  TokenCeilings,
  TokenTermsOf,
  UnfinishedErasures,
  UnneededSecrets,
];

/** Services that exist before the modules are put together, because the pre-router handlers use them, too. */
export interface Shared {
  readonly log: Logger;
  readonly runner: ProjectionRunner;
  readonly keys: SigningKeyRing;
  readonly verifier: CredentialVerifier;
  readonly introspector: Introspector;
  readonly activity: ActivityRecorder;
  readonly lastUses: LastUses;
  readonly attempts: RefusedAttempts;
}

/** What every feature may inject: the opened installation, and the services that several features share. */
@Global()
@Module({})
export class CoreModule {
  static of(
    installation: Installation,
    { log, runner, keys, verifier, introspector, activity, lastUses, attempts }: Shared,
  ): DynamicModule {
    const { readModels } = installation;
    const opened = [
      { provide: Config, useValue: installation.config },
      { provide: Clock, useValue: installation.clock },
      { provide: Logger, useValue: log },
      { provide: EventStore, useValue: installation.store },
      { provide: Ledger, useValue: installation.ledger },
      { provide: TokenValidity, useValue: installation.validity },
      { provide: ErasedRegister, useValue: new ErasedRegister(installation.config.dataDirectory) },
      { provide: Vault, useValue: installation.vault },
      { provide: SqliteVault, useValue: installation.vault },
      { provide: PersonalData, useValue: installation.personalData },
      { provide: SecretVault, useValue: installation.secrets },
      { provide: SecretDigests, useValue: installation.digests },
      { provide: EmailDigests, useValue: installation.emails },
      { provide: NameDigests, useValue: installation.names },
      { provide: ProjectionRunner, useValue: runner },
      { provide: SigningKeyRing, useValue: keys },
      { provide: CredentialVerifier, useValue: verifier },
      { provide: Introspector, useValue: introspector },
      { provide: ActivityRecorder, useValue: activity },
      { provide: LastUses, useValue: lastUses },
      { provide: RefusedAttempts, useValue: attempts },
      { provide: SigningKeys, useValue: installation.signingKeys },
      { provide: Passwords, useValue: installation.passwords },
      { provide: PasswordStrength, useValue: installation.passwordStrength },
      { provide: ReadModels, useValue: readModels },
      ...storedReadModels.map(({ reader: Reader }) => ({ provide: Reader, useFactory: () => new Reader(readModels) })),
    ];
    const providers = [...opened, ...services];
    return { module: CoreModule, imports: [CqrsModule.forRoot()], providers, exports: [...providers, CqrsModule] };
  }
}
