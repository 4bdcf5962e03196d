import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { type KeyFiles, keyBytes } from './key-files.js';
import { open, seal } from './sealed-box.js';
import type { SecretRow, Vault } from './vault.js';

/** A row with any other purpose was written by a later program. */
export const secretPurposes = ['password-hash', 'legacy-token', 'signing-key'] as const;
export type SecretPurpose = (typeof secretPurposes)[number];

/** Keeps the few secrets that must be readable again, each sealed under a key of its own; destroying the row destroys both. */
export class SecretVault {
  readonly #vault: Vault;
  readonly #keyEncryptionKey: Buffer;

  constructor(vault: Vault, { keyEncryptionKey }: KeyFiles) {
    this.#vault = vault;
    this.#keyEncryptionKey = keyEncryptionKey;
  }

  /** Resolves to the row's id once it is on stable storage, so that an event may name it. */
  async keep(purpose: SecretPurpose, value: string | Uint8Array): Promise<string> {
    const id = v7();
    await this.#vault.putSecret(this.#row(id, purpose, value));
    return id;
  }

  /** Keeps another value under an id. A secret that was deleted, or kept for another purpose, is left as it is. */
  async replace(id: string, purpose: SecretPurpose, value: string | Uint8Array): Promise<void> {
    await this.#vault.replaceSecret(this.#row(id, purpose, value));
  }

  /** Null when the secret was deleted, or was kept for another purpose. */
  async reveal(id: string, purpose: SecretPurpose): Promise<Buffer | null> {
    const row = await this.#vault.secret(id);
    if (row?.purpose !== purpose) return null;
    const context = contextOf(id, purpose);
    return open(open(this.#keyEncryptionKey, row.wrappedKey, context), row.sealed, context);
  }

  async destroy(id: string): Promise<void> {
    await this.#vault.deleteSecret(id);
  }

  #row(id: string, purpose: SecretPurpose, value: string | Uint8Array): SecretRow {
    const key = randomBytes(keyBytes);
    const context = contextOf(id, purpose);
    const wrappedKey = seal(this.#keyEncryptionKey, key, context);
    return { id, purpose, wrappedKey, sealed: seal(key, Buffer.from(value), context) };
  }
}

const contextOf = (id: string, purpose: SecretPurpose) => JSON.stringify([id, purpose]);
