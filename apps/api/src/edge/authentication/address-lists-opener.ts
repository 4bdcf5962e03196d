import type { PersonalData } from '#credentials/personal-data';
import * as Token from '#domain/token';
import { textsOf } from '#domain/token.texts';
import type { AllowedAddresses } from '#domain/verdict.facts';
import type { Ledger } from '#event-store/ledger';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import type { FollowUps } from '../follow-ups.js';
import { NetworkList } from '../http/network-list.js';

interface Parts {
  readonly validity: TokenValidity;
  readonly ledger: Ledger;
  readonly personalData: PersonalData;
}

/**
 * Opens the sealed lists of addresses from which API keys are good, at the start and after each event that names one. They live in the
 * index's memory alone. A list that cannot be opened admits nobody.
 */
export class AddressListsOpener {
  readonly #opening = new Map<number, Promise<unknown>>();

  private constructor(
    private readonly installation: Parts,
    private readonly followUps: FollowUps,
  ) {}

  /** Resolves once every list that the index names was opened, or cannot be; later ones are opened as they come. */
  static async begin(installation: Parts, followUps: FollowUps): Promise<AddressListsOpener> {
    const opener = new AddressListsOpener(installation, followUps);
    const { addresses } = installation.validity.tokens.apiKeys;
    addresses.onUnopened = (row) => opener.#begin(row);
    for (const row of [...addresses.rows]) if (!addresses.isOpen(row)) opener.#begin(row);
    await opener.settled();
    return opener;
  }

  /** Resolves once every list that was named until now was opened, or cannot be. */
  async settled(): Promise<void> {
    await Promise.all(this.#opening.values());
  }

  /** The index is about to name the list, so it is read once the present turn is over. */
  #begin(row: number): void {
    const opening = Promise.resolve()
      .then(() => this.followUps.attempt('the addresses from which an API key is good are opened', () => this.#open(row)))
      .finally(() => {
        if (this.#opening.get(row) === opening) this.#opening.delete(row);
      });
    this.#opening.set(row, opening);
  }

  async #open(row: number): Promise<void> {
    const { addresses } = this.installation.validity.tokens.apiKeys;
    const unopened = addresses.of(row);
    if (unopened === null || addresses.isOpen(row)) return;
    const { id } = this.installation.validity.tokens.at(row);
    const { state } = await this.installation.ledger.on(Token.stream(id)).load();
    if (state.status === 'absent' || !state.allowedAddresses) return;
    const { allowedAddresses } = await this.installation.personalData.openAll(textsOf({ id, ...state }), {
      allowedAddresses: state.allowedAddresses,
    });
    if (allowedAddresses !== null) addresses.open(row, unopened, listIn(allowedAddresses));
  }
}

const listIn = (text: string): AllowedAddresses => new NetworkList(JSON.parse(text));
