import type { AllowedAddresses } from '#domain/verdict.facts';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';

/** A list that is not opened yet, or cannot be: it allows nothing. Each is an object of its own, so that a later one is told apart. */
class UnopenedList implements AllowedAddresses {
  allows(): boolean {
    return false;
  }
}

/**
 * The addresses from which tokens are good, by the tokens' rows. Events hold them sealed, so they are opened elsewhere and live in memory
 * alone; a snapshot names only the rows.
 */
export class AddressLists {
  readonly #lists = new Map<number, AllowedAddresses>();
  /** Is called with each row whose list must be opened. */
  onUnopened: (row: number) => void = () => {};

  get rows(): Iterable<number> {
    return this.#lists.keys();
  }

  of(row: number): AllowedAddresses | null {
    return this.#lists.get(row) ?? null;
  }

  /** An event named another list. Until it is opened the token is good from nowhere. */
  expect(row: number): void {
    this.#lists.set(row, new UnopenedList());
    this.onUnopened(row);
  }

  /** Takes the opened list, unless another event came since `unopened` was the row's list. */
  open(row: number, unopened: AllowedAddresses, opened: AllowedAddresses): void {
    if (this.#lists.get(row) === unopened) this.#lists.set(row, opened);
  }

  isOpen(row: number): boolean {
    return !(this.#lists.get(row) instanceof UnopenedList);
  }

  delete(row: number): void {
    this.#lists.delete(row);
  }

  save(writer: SnapshotWriter): void {
    writer.writeRows(this.#lists.keys());
  }

  /** Must be called on an empty object. */
  load(reader: SnapshotReader): void {
    reader.readRows((row) => this.#lists.set(row, new UnopenedList()));
  }
}
