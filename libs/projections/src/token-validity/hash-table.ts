import type { RecordArray } from './record-array.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';
import { isKeyAt, type TokenKey } from './token-key.js';

/** Each shard grows by itself, so no growth blocks the thread for longer than a few thousand records take. */
const shardBits = 10;
const shardCount = 1 << shardBits;
const placeBits = 32 - shardBits;
const placeMask = (1 << placeBits) - 1;
const places = 2 ** placeBits;
const loadMax = 0.8;
const growth = 1.3;
const slotsMin = 32;
const slotsInOneMax = 2 ** 18;
const noSlots = new Int32Array(0);

/** A hash table that finds records by a key inside them: open addressing, where a slot holds the record's number plus one. */
export class HashTable {
  readonly #records: RecordArray;
  readonly #keyWord: number;
  readonly #shards: Int32Array[] = Array.from({ length: shardCount }, () => noSlots);
  readonly #used = new Int32Array(shardCount);

  /** `keyWord` is the offset of the key within a record, in words. */
  constructor(records: RecordArray, keyWord: number) {
    this.#records = records;
    this.#keyWord = keyWord;
  }

  get bytes(): number {
    return this.#shards.reduce((bytes, { byteLength }) => bytes + byteLength, 0);
  }

  /** The record with this key; -1 when there is none. */
  find(key: TokenKey): number {
    const hash = hashOf(key, 0);
    const slots = this.#shards[hash >>> placeBits];
    for (let slot = firstSlot(hash, slots.length); slots[slot] > 0; slot = next(slot, slots.length)) {
      const record = slots[slot] - 1;
      if (isKeyAt(this.#records.chunkOf(record), this.#records.offsetOf(record) + this.#keyWord, key)) return record;
    }
    return -1;
  }

  /** Inserts a key that no other record has. Other records' keys are not compared, which would cost more than everything else. */
  put(record: number): void {
    const hash = this.#hash(record);
    const shard = hash >>> placeBits;
    if (this.#used[shard] + 1 > this.#shards[shard].length * loadMax) this.#grow(shard);
    place(this.#shards[shard], hash, record + 1);
    this.#used[shard] += 1;
  }

  /** To be called before the record's key changes. */
  remove(record: number): void {
    const hash = this.#hash(record);
    const slots = this.#shards[hash >>> placeBits];
    let free = firstSlot(hash, slots.length);
    while (slots[free] > 0 && slots[free] !== record + 1) free = next(free, slots.length);
    if (slots[free] !== record + 1) return;
    // Entries that were displaced past the freed slot move back, so that a search may still end at an empty slot.
    for (let slot = next(free, slots.length); slots[slot] > 0; slot = next(slot, slots.length)) {
      const first = firstSlot(this.#hash(slots[slot] - 1), slots.length);
      if (distance(first, slot, slots.length) < distance(free, slot, slots.length)) continue;
      slots[free] = slots[slot];
      free = slot;
    }
    slots[free] = 0;
    this.#used[hash >>> placeBits] -= 1;
  }

  save(writer: SnapshotWriter): void {
    const lengths = Int32Array.from(this.#shards, ({ length }) => length);
    writer.writeWords(this.#used);
    writer.writeWords(lengths);
    if (isWrittenInOne(lengths)) writer.writeWords(joined(this.#shards));
    else for (const slots of this.#shards) writer.writeWords(slots);
  }

  load(reader: SnapshotReader): void {
    reader.readIntoLater(this.#used);
    const lengths = reader.readWords(shardCount);
    const all = isWrittenInOne(lengths) ? reader.readWords(sumOf(lengths)) : null;
    let from = 0;
    for (let shard = 0; shard < shardCount; shard += 1) {
      const length = lengths[shard];
      if (length !== 0) this.#shards[shard] = all ? all.slice(from, from + length) : reader.readWordsLater(length);
      from += length;
    }
  }

  #grow(shard: number): void {
    const old = this.#shards[shard];
    const slots = new Int32Array(old.length === 0 ? slotsAtFirst(shard) : Math.ceil(old.length * growth));
    // The keys are scattered in memory. Hashing them in a loop of their own lets the processor overlap the cache misses.
    const hashes = new Int32Array(old.length);
    for (let slot = 0; slot < old.length; slot += 1) if (old[slot] > 0) hashes[slot] = this.#hash(old[slot] - 1);
    for (let slot = 0; slot < old.length; slot += 1) if (old[slot] > 0) place(slots, hashes[slot], old[slot]);
    this.#shards[shard] = slots;
  }

  #hash(record: number): number {
    return hashOf(this.#records.chunkOf(record), this.#records.offsetOf(record) + this.#keyWord);
  }
}

/** Small tables are written as one piece: reading a thousand small shards separately would take a start longer than all their tokens. */
const isWrittenInOne = (lengths: Int32Array) => sumOf(lengths) <= slotsInOneMax;

const sumOf = (numbers: Int32Array) => numbers.reduce((sum, number) => sum + number, 0);

function joined(shards: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(shards.reduce((length, slots) => length + slots.length, 0));
  let from = 0;
  for (const slots of shards) {
    all.set(slots, from);
    from += slots.length;
  }
  return all;
}

/** The initial size differs from shard to shard, so that shards which fill evenly grow one after another. */
const slotsAtFirst = (shard: number) => Math.round(slotsMin * growth ** (shard / shardCount));

/** Writes the value into the first free slot after its hash position. */
function place(slots: Int32Array, hash: number, value: number): void {
  let slot = firstSlot(hash, slots.length);
  while (slots[slot] > 0) slot = next(slot, slots.length);
  slots[slot] = value;
}

const next = (slot: number, length: number) => (slot + 1 === length ? 0 : slot + 1);

const distance = (from: number, to: number, length: number) => (to >= from ? to - from : to - from + length);

const firstSlot = (hash: number, length: number) => Math.floor(((hash & placeMask) * length) / places);

/** Mixes all four words: ids begin with the time, so that their first bytes hardly differ. */
function hashOf(key: Int32Array, at: number): number {
  let hash = Math.imul(key[at] ^ (key[at + 1] >>> 15), 0x85ebca6b) ^ key[at + 1];
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) ^ key[at + 2];
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) ^ key[at + 3];
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13), 0x27d4eb2f);
  return hash ^ (hash >>> 16);
}
