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
import { CredentialJudge } from './edge/authentication/credential-judge.js';
import { ActivityRecorder } from './features/activity/activity-recorder.js';
import { RefusedAttempts } from './features/activity/refused-attempts.js';
import { SigningKeyRing } from './features/signing-keys/signing-key-ring.js';
import { LastUses } from './features/tokens/last-uses.js';
import { ErasedRegister } from './features/users/erased-register.js';

/** Services that exist before the modules are put together, because the pre-router handlers use them, too. */
export interface Shared {
  readonly logger: Logger;
  readonly runner: ProjectionRunner;
  readonly keys: SigningKeyRing;
  readonly credentialJudge: CredentialJudge;
  readonly activity: ActivityRecorder;
  readonly lastUses: LastUses;
  readonly attempts: RefusedAttempts;
}

/** What every class may inject: the opened installation, and the services that already run on it. */
@Global()
@Module({})
export class CoreModule {
  static of(installation: Installation, { logger, runner, keys, credentialJudge, activity, lastUses, attempts }: Shared): DynamicModule {
    const { readModels } = installation;
    const providers = [
      { provide: Config, useValue: installation.config },
      { provide: Clock, useValue: installation.clock },
      { provide: Logger, useValue: logger },
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
      { provide: CredentialJudge, useValue: credentialJudge },
      { provide: ActivityRecorder, useValue: activity },
      { provide: LastUses, useValue: lastUses },
      { provide: RefusedAttempts, useValue: attempts },
      { provide: SigningKeys, useValue: installation.signingKeys },
      { provide: Passwords, useValue: installation.passwords },
      { provide: PasswordStrength, useValue: installation.passwordStrength },
      { provide: ReadModels, useValue: readModels },
      ...storedReadModels.map(({ reader: Reader }) => ({ provide: Reader, useFactory: () => new Reader(readModels) })),
    ];
    return { module: CoreModule, imports: [CqrsModule.forRoot()], providers, exports: [...providers, CqrsModule] };
  }
}
