import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { SecretVault, secretPurposes } from '#credentials/secret-vault';
import { Vault } from '#credentials/vault';
import { type DomainEvent, type EventType, eventTypes } from '#domain/events';
import * as Installation from '#domain/installation';
import * as Token from '#domain/token';
import { Clock } from '#event-store/clock';
import type { Recorded } from '#event-store/envelope';
import { EventStore } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { NeededSecrets } from './needed-secrets.js';

/** A row is durable before the event that names it. Between the two lie one append and its queue, which never take this long. */
const graceMs = 600_000;
const rowsPerPage = 500;
const eventsPerPage = 100;
/** Nobody waits for the walk through the log, so requests go first. */
const pauseMs = 5;
const ids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/**
 * Deletes rows of the vault that nothing needs any more: what an interrupted or refused command left, and the value of a replaced or
 * revoked generation whose deletion failed. A deletion cannot be undone, so everything that is not understood is kept.
 */
@Injectable()
export class UnneededSecrets {
  /** Rows that seemed unneeded, and when that was first seen, by the monotonic clock. */
  #since = new Map<string, number>();
  /** Rows that the log needs in a way that the index does not tell. */
  readonly #kept = new Set<string>();

  constructor(
    private readonly vault: Vault,
    private readonly secrets: SecretVault,
    private readonly needed: NeededSecrets,
    private readonly store: EventStore,
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly clock: Clock,
  ) {}

  /** Whether a row is under observation, and will be deleted if it is still unneeded after ten minutes. */
  get areWatched(): boolean {
    return this.#since.size > 0;
  }

  async sweep(signal: AbortSignal): Promise<void> {
    const nowMs = this.clock.monotonicMs();
    const unneeded = await this.#seemUnneeded(signal);
    this.#since = new Map(unneeded.map((id) => [id, this.#since.get(id) ?? nowMs]));
    const due = new Set(unneeded.filter((id) => nowMs - (this.#since.get(id) ?? nowMs) >= graceMs));
    if (due.size === 0) return;
    const naming = await this.#eventsNaming(due, signal);
    for (const id of due) {
      if (await this.#isOver(id, naming.get(id) ?? [])) await this.secrets.destroy(id);
      else this.#kept.add(id);
      this.#since.delete(id);
    }
  }

  async #seemUnneeded(signal: AbortSignal): Promise<string[]> {
    const needed = await this.needed.ids(signal);
    const found: string[] = [];
    for (let after = '', isLast = false; !isLast; ) {
      const page = await this.vault.secretNames(after, rowsPerPage);
      const known = page.filter(({ purpose }) => (secretPurposes as readonly string[]).includes(purpose));
      found.push(...known.map(({ id }) => id).filter((id) => !needed.has(id) && !this.#kept.has(id)));
      after = page.at(-1)?.id ?? after;
      isLast = page.length < rowsPerPage;
      await wait(pauseMs, undefined, { signal });
    }
    return found;
  }

  /** Every event that names one of them, in whatever member: the log may know more than this program understands. */
  async #eventsNaming(secretIds: ReadonlySet<string>, signal: AbortSignal): Promise<Map<string, Recorded[]>> {
    const naming = new Map<string, Recorded[]>();
    for (let page = await this.store.readAll(null, eventsPerPage); page.length > 0; ) {
      for (const recorded of page) {
        const named = new Set(
          JSON.stringify(recorded.data)
            .match(ids)
            ?.filter((id) => secretIds.has(id)),
        );
        for (const id of named) naming.set(id, [...(naming.get(id) ?? []), recorded]);
      }
      await wait(pauseMs, undefined, { signal });
      page = await this.store.readAll(page[page.length - 1].position, eventsPerPage);
    }
    return naming;
  }

  async #isOver(id: string, naming: readonly Recorded[]): Promise<boolean> {
    for (const recorded of naming) if (!(await this.#isReplaced(id, recorded))) return false;
    return true;
  }

  /** Whether the stream has a later event after which the named row is no longer needed. */
  async #isReplaced(id: string, { type, schemaVersion, stream, data }: Recorded): Promise<boolean> {
    const known: EventType | undefined = eventTypes[type as DomainEvent['type']];
    if (!known || schemaVersion > known.schemaVersion) return false;
    switch (type as DomainEvent['type']) {
      case 'PasswordSet': {
        const user = this.validity.principals.users.get(stream.slice('user-'.length));
        return user !== undefined && user.passwordId !== id;
      }
      case 'TokenIssued':
      case 'TokenRotated': {
        const { state } = await this.ledger.on(Token.stream(stream.slice('token-'.length))).load();
        return state.status === 'revoked' || (state.status === 'active' && state.kept.vaultId !== id);
      }
      case 'SigningKeyPublished': {
        const { state } = await this.ledger.on(Installation.stream()).load();
        return state.keys[String(data.kid)] === 'retired';
      }
      default:
        return false;
    }
  }
}
