import type * as Verifier from '#domain/verifier';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';

export interface VerifierRow extends Verifier.Texts {
  readonly id: string;
  readonly organizationId: string;
  readonly createdAt: string;
  /** Keyed digest of its credential; null once the credential is void. */
  readonly lookup: string | null;
}

/** The verifiers, which may introspect tokens, by id and by the look-up key of their credential. */
export class VerifierRows {
  readonly #byId = new Map<string, VerifierRow>();
  readonly #idByLookup = new Map<string, string>();

  byId(verifierId: string): VerifierRow | undefined {
    return this.#byId.get(verifierId);
  }

  byLookup(lookup: string): VerifierRow | undefined {
    return this.#byId.get(this.#idByLookup.get(lookup) ?? '');
  }

  /** Voids all credentials issued so far; the verifiers themselves remain. */
  voidCredentials(): void {
    this.#idByLookup.clear();
    for (const row of this.#byId.values()) this.#byId.set(row.id, { ...row, lookup: null });
  }

  /** Sorted by creation. */
  ofOrganization(organizationId: string): VerifierRow[] {
    return [...this.#byId.values()].filter((row) => row.organizationId === organizationId);
  }

  apply(verifierId: string, event: Verifier.Event, occurredAt: string): void {
    if (event.type === 'VerifierDeleted') {
      this.#byId.delete(verifierId);
      return;
    }
    const { organizationId, name, lookup } = event;
    this.#add({ id: verifierId, organizationId, name, createdAt: occurredAt, lookup });
  }

  save(writer: SnapshotWriter): void {
    writer.writeRows(this.#byId.values());
  }

  load(reader: SnapshotReader): void {
    reader.readRows((row) => this.#add(row));
  }

  #add(row: VerifierRow): void {
    this.#byId.set(row.id, row);
    if (row.lookup !== null) this.#idByLookup.set(row.lookup, row.id);
  }
}
