import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export const keyBytes = 32;

/** The keys that lie outside every store and every backup: without them, stores and backups verify and reveal nothing. */
export interface KeyFiles {
  /** Wraps the data keys and the keys of vault rows. */
  readonly keyEncryptionKey: Buffer;
  /** The peppers: they key the digests of secrets, by version. A pepper is added, never changed. */
  readonly peppers: ReadonlyMap<number, Buffer>;
  readonly currentPepperVersion: number;
  /** Keys the digests of e-mail addresses and names; never rotated. */
  readonly emailDigestKey: Buffer;
}

/** The purpose of a derived key. A purpose that was used is never renamed. */
export type DerivedKeyPurpose = 'snapshot of the index' | 'mark of the log' | 'end of the log';

/** The key files cannot be used, or not with this log; the message names the file and what is wrong with it. */
export class KeyFilesRefused extends Error {}

/**
 * Reads the key files of an installation, and makes them at its first start only: a log whose keys are gone must not get
 * fresh ones, under which nothing of it could be verified or read.
 *
 * @param logExists whether the event log already holds an event
 * @throws KeyFilesRefused with a sentence that names the file and what is wrong with it
 */
export function loadKeyFiles(directory: string, { logExists }: { logExists: boolean }): KeyFiles {
  try {
    return readKeyFiles(directory, logExists);
  } catch (error) {
    if (error instanceof KeyFilesRefused) throw error;
    throw new KeyFilesRefused(`The key files in ${directory} cannot be used: ${(error as Error).message}.`);
  }
}

function readKeyFiles(directory: string, logExists: boolean): KeyFiles {
  if (!logExists) makeDirectory(directory);
  refuseOthers(directory);
  const load = (name: string) => loadKeyFile(directory, name, logExists);
  const keyEncryptionKey = load('key-encryption-key');
  const emailDigestKey = load('email-digest-key');
  const firstPepper = load('pepper-1');
  const peppers = new Map([[1, firstPepper]]);
  for (const name of readdirSync(directory)) {
    const version = Number(/^pepper-(\d+)$/.exec(name)?.[1] ?? 1);
    if (version > 1) peppers.set(version, load(name));
  }
  return { keyEncryptionKey, peppers, currentPepperVersion: Math.max(...peppers.keys()), emailDigestKey };
}

/** Returns a digest for each key file that identifies it and reveals nothing of it. */
export function keyChecksOf({ keyEncryptionKey, emailDigestKey, peppers }: KeyFiles): Record<string, string> {
  const named = [
    ['key-encryption-key', keyEncryptionKey],
    ['email-digest-key', emailDigestKey],
  ] as const;
  const all = [...named, ...[...peppers].map(([version, pepper]) => [`pepper-${version}`, pepper] as const)];
  const check = (key: Buffer) => createHmac('sha256', key).update('key-check').digest().subarray(0, 16).toString('base64url');
  return Object.fromEntries(all.map(([name, key]) => [name, check(key)]));
}

/**
 * @param recorded what `keyChecksOf` returned when the log was created
 *
 * @throws KeyFilesRefused naming the file that differs
 */
export function requireSameKeys(present: Readonly<Record<string, string>>, recorded: Readonly<Record<string, string>>): void {
  for (const [name, check] of Object.entries(recorded)) {
    if (present[name] === check) continue;
    throw new KeyFilesRefused(`The key file ${name} is not the one that this log was begun with. Put the right file back.`);
  }
}

/**
 * Derives a key for one purpose, which reveals neither the key files nor the keys of other purposes. It stays the same as long as the
 * installation has its original key files.
 */
export function deriveKey({ keyEncryptionKey, emailDigestKey }: KeyFiles, purpose: DerivedKeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.concat([keyEncryptionKey, emailDigestKey]), '', `keyledger ${purpose}`, keyBytes));
}

/** A user who can write to the directory could add a pepper, or restore an older mark of the log. */
function refuseOthers(directory: string): void {
  const mode = statSync(directory, { throwIfNoEntry: false })?.mode ?? 0;
  if ((mode & 0o022) === 0 || isMountedReadOnly(directory)) return;
  throw new KeyFilesRefused(`The directory of the key files ${directory} can be written by other users. Run: chmod go-w '${directory}'`);
}

/** On a read-only mount nobody can write, whatever the mode says. */
function isMountedReadOnly(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EROFS';
  }
}

function makeDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
}

function loadKeyFile(directory: string, name: string, mustExist: boolean): Buffer {
  const path = join(directory, name);
  const found = readIfPresent(path);
  if (found) return found;
  if (mustExist)
    throw new KeyFilesRefused(
      `The key file ${path} is missing, but the event log is not empty. Put the file back; new keys could not read the old data.`,
    );
  writeKeyFile(directory, name, randomBytes(keyBytes));
  return readIfPresent(path) as Buffer;
}

function readIfPresent(path: string): Buffer | null {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return null;
  if ((mode & 0o077) !== 0) throw new KeyFilesRefused(`The key file ${path} can be read by other users. Run: chmod 600 '${path}'`);
  const text = readFileSync(path, 'utf8').trimEnd();
  const key = Buffer.from(text, 'base64url');
  if (key.length !== keyBytes || key.toString('base64url') !== text) {
    throw new KeyFilesRefused(`The key file ${path} does not hold ${keyBytes} bytes in base64url. Put the right file back.`);
  }
  return key;
}

/** The file is written atomically: a kill in between leaves a temporary file, never a partial key under the real name. */
function writeKeyFile(directory: string, name: string, key: Buffer): void {
  const temporary = join(directory, `.${name}.${process.pid}`);
  const file = openSync(temporary, 'w', 0o600);
  writeSync(file, `${key.toString('base64url')}\n`);
  chmodSync(temporary, 0o600);
  fsyncSync(file);
  closeSync(file);
  linkSync(temporary, join(directory, name));
  unlinkSync(temporary);
  const folder = openSync(directory, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
