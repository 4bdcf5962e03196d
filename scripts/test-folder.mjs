import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Linux has a file system in memory. */
const memory = '/dev/shm';
/** Where less is free, tests write to the disk. */
const minFreeBytes = 4 * 1024 ** 3;
const prefix = 'keyledger-tests-';

/**
 * The environment in which what tests write lies in memory, if there is one with room: a fifth of their time would be spent waiting for a
 * disk to sync. The long forms wait for the disk, as a server does. What is written is removed when this process ends.
 */
export function inMemory(env) {
  if (env.TMPDIR || env.KEYLEDGER_TEST_FULL === '1' || freeBytes() < minFreeBytes) return env;
  removeLeftBehind();
  const folder = join(memory, `${prefix}${process.pid}`);
  mkdirSync(folder, { mode: 0o700 });
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return mayRunPrograms(folder) ? { ...env, TMPDIR: folder } : env;
}

/** Containers often forbid it there, and some tests run what they have written. */
function mayRunPrograms(folder) {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o700 });
  return spawnSync(program).status === 0;
}

function freeBytes() {
  if (!existsSync(memory)) return 0;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize;
}

/** Memory is dear: what a killed run has left there is removed by the next one. */
function removeLeftBehind() {
  for (const name of readdirSync(memory).filter((name) => name.startsWith(prefix))) {
    if (!existsSync(`/proc/${name.slice(prefix.length)}`)) rmSync(join(memory, name), { recursive: true, force: true });
  }
}
