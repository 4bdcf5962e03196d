import { LRUCache } from 'lru-cache';

/**
 * A cache of at most `entriesMax` entries, of which the one goes first that was asked for least recently. It grows as it fills: told of a
 * number of entries alone, the package would allocate the arrays for all of them at each start.
 */
export function lruCache<K extends {}, V extends {}>(entriesMax: number): LRUCache<K, V> {
  return new LRUCache<K, V>({ maxSize: entriesMax, sizeCalculation: () => 1 });
}
