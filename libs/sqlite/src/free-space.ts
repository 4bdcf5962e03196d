import { statfsSync } from 'node:fs';

/**
 * What the log leaves free for everything that follows from an event (read models, the vault, jobs): if it took the last byte,
 * its newest events could not be shown, and lists would be refused until somebody makes room.
 */
const reservedBytes = 512 * 1024;

/** The disk has less room than is kept free for what must still be written. */
export class DiskFull extends Error {}

/** @throws DiskFull unless the log may use more of the disk of `directory`, even if another writer took `bytes` of it */
export function requireRoom(directory: string, bytes = 0): void {
  const { bavail, bsize, blocks } = statfsSync(directory);
  // Some file systems do not know their size, and report no blocks.
  if (blocks > 0 && bavail * bsize < reservedBytes + bytes) throw new DiskFull('the disk is full');
}
