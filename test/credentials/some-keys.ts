import { type KeyFiles, keyBytes } from '#credentials/key-files';

/** Keys that are the same for the same seed. */
export const someKeys = (seed = 1): KeyFiles => ({
  keyEncryptionKey: Buffer.alloc(keyBytes, seed),
  emailDigestKey: Buffer.alloc(keyBytes, seed + 50),
  peppers: new Map([[1, Buffer.alloc(keyBytes, seed + 100)]]),
  currentPepperVersion: 1,
});
