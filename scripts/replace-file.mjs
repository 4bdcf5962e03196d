import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that a program that reads it meanwhile has all of the old one or all of the new one. */
export function replaceFile(path, bytes) {
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, bytes);
  renameSync(beside, path);
}
