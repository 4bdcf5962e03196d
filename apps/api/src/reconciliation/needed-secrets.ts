import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import * as Installation from '#domain/installation';
import * as Token from '#domain/token';
import { EventStore } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { legacyTokenId } from '../features/tokens/legacy-token-id.js';

const peoplePerTurn = 200;

/** Which rows of the vault are needed, by the index and the streams that it names. */
@Injectable()
export class NeededSecrets {
  constructor(
    private readonly validity: TokenValidity,
    private readonly ledger: Ledger,
    private readonly store: EventStore,
  ) {}

  /** The password hashes of all people, the values of the legacy tokens that are not revoked, and the signing keys that are not retired. */
  async ids(signal: AbortSignal): Promise<ReadonlySet<string>> {
    const needed = new Set<string>();
    let people = 0;
    for (const { id, passwordId, homeOrganizationId } of this.validity.principals.users.values()) {
      if (passwordId !== null) needed.add(passwordId);
      const value = await this.#legacyValue(legacyTokenId(homeOrganizationId, id));
      if (value !== undefined) needed.add(value);
      people += 1;
      if (people % peoplePerTurn === 0) await nextTurn();
      signal.throwIfAborted();
    }
    for (const vaultId of await this.#signingKeys()) needed.add(vaultId);
    return needed;
  }

  async #signingKeys(): Promise<string[]> {
    const events = await this.store.readStream(Installation.stream().name);
    const ofType = (wanted: Installation.Event['type']) => events.filter(({ type }) => type === wanted);
    const retired = new Set(ofType('SigningKeyRetired').map(({ data }) => data.kid));
    return ofType('SigningKeyPublished').flatMap(({ data }) => (retired.has(data.kid) ? [] : [String(data.vaultId)]));
  }

  async #legacyValue(tokenId: string): Promise<string | undefined> {
    const row = this.validity.tokens.byId(tokenId);
    if (!row || row.revoked) return undefined;
    const { state } = await this.ledger.on(Token.stream(tokenId)).load();
    return state.status === 'active' ? state.kept.vaultId : undefined;
  }
}
