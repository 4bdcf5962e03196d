export interface SecretRow {
  readonly id: string;
  readonly purpose: string;
  /** The row's own key, wrapped by the key-encryption key. */
  readonly wrappedKey: Buffer;
  readonly sealed: Buffer;
}

/** What an idempotency key stands for. The row reveals neither the key nor the body. */
export interface IdempotencyRow {
  /** Keyed digest of principal, route and key. */
  readonly key: string;
  /** Keyed digest of the body. */
  readonly fingerprint: string;
  /** The id of the resource that is created. */
  readonly createdId: string;
  readonly finished: boolean;
  readonly startedAt: string;
}

/** The write certainly did not happen. */
export class VaultUnavailable extends Error {}

/** The vault cannot be used, or belongs to another log. */
export class VaultRefused extends Error {
  constructor(problem: string, advice = 'Put back the one that was kept together with the event log.') {
    super(`The vault (vault.db) ${problem}. ${advice}`);
  }
}

/**
 * The port to the data that must be deletable and therefore cannot be in the log: persons' data keys, and sealed secrets. It holds nothing
 * in the clear. A row is on stable storage when the promise resolves; deleted rows leave no trace in the files.
 */
export abstract class Vault {
  /** Stores a wrapped data key unless the subject has one or was erased; resolves to what counts afterwards. */
  abstract createDataKey(subject: string, wrapped: Buffer): Promise<Buffer | 'erased'>;
  abstract dataKey(subject: string): Promise<Buffer | 'erased' | undefined>;
  /** Destroys the key and leaves a tombstone that forbids a second one. */
  abstract eraseDataKey(subject: string): Promise<void>;

  abstract putSecret(row: SecretRow): Promise<void>;
  /** Gives the row with this id another content; one that was deleted stays deleted. */
  abstract replaceSecret(row: SecretRow): Promise<void>;
  abstract secret(id: string): Promise<SecretRow | undefined>;
  abstract deleteSecret(id: string): Promise<void>;
  /** Ids and purposes of the secrets, in the order of the ids, exclusively after `after`. */
  abstract secretNames(after: string, limit: number): Promise<Pick<SecretRow, 'id' | 'purpose'>[]>;

  abstract idempotencyRow(key: string): Promise<IdempotencyRow | undefined>;
  /** Inserts or replaces the row, and deletes rows that were started before `deleteBefore`. */
  abstract putIdempotencyRow(row: IdempotencyRow, deleteBefore: string): Promise<void>;
  abstract deleteIdempotencyRow(key: string): Promise<void>;

  /** The mark of the log, for installations that cannot store it beside the keys. */
  abstract logMark(): Promise<string | undefined>;
  abstract putLogMark(text: string): Promise<void>;

  abstract close(): void;
}
