import { statfsSync } from 'node:fs';

/**
 * What the log leaves free for everything that follows from an event (read models, the vault, jobs): if it took the last byte,
 * its newest events could not be shown, and lists would be refused until somebody makes room.
 */
const reservedBytes = 512 * 1024;

export class DiskFull extends Error {}

/** @throws DiskFull unless the log may take more of the disk on which `directory` lies, though somebody else took `bytes` of it */
export function requireRoom(directory: string, bytes = 0): void {
  const { bavail, bsize, blocks } = statfsSync(directory);
  // Some file systems do not know, and say that they have no blocks.
  if (blocks > 0 && bavail * bsize < reservedBytes + bytes) throw new DiskFull('the disk is full');
}
