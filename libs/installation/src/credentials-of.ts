import { EmailDigests } from '#credentials/email-digests';
import { type KeyFiles, keyChecksOf } from '#credentials/key-files';
import { NameDigests } from '#credentials/name-digests';
import { Passwords, passwordCost } from '#credentials/password';
import { PasswordStrength } from '#credentials/password-strength';
import { PersonalData } from '#credentials/personal-data';
import { SecretDigests } from '#credentials/secret-digests';
import { SecretVault } from '#credentials/secret-vault';
import { SigningKeys } from '#credentials/signing-keys';
import type { Vault } from '#credentials/vault';

/** Everything that creates, verifies, seals or digests with the keys of this installation. */
export interface Credentials {
  readonly personalData: PersonalData;
  readonly secrets: SecretVault;
  readonly digests: SecretDigests;
  readonly emails: EmailDigests;
  readonly names: NameDigests;
  readonly signingKeys: SigningKeys;
  readonly passwords: Passwords;
  readonly passwordStrength: PasswordStrength;
  /** Digests that identify the key files of this process. */
  readonly keyChecks: Readonly<Record<string, string>>;
}

/** Makes everything that handles secrets, with the keys of one installation and its vault. */
export function credentialsOf(vault: Vault, keyFiles: KeyFiles): Credentials {
  return {
    personalData: new PersonalData(vault, keyFiles),
    secrets: new SecretVault(vault, keyFiles),
    digests: new SecretDigests(keyFiles),
    emails: new EmailDigests(keyFiles),
    names: new NameDigests(keyFiles),
    signingKeys: new SigningKeys(),
    passwords: new Passwords(passwordCost),
    passwordStrength: new PasswordStrength(),
    keyChecks: keyChecksOf(keyFiles),
  };
}
