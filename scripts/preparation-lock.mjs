import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const pollMs = 250;
const beatMs = 1000;
// Process ids come round again, in a container at every start, so a holder must also beat.
const staleAfterMs = 60_000;

/**
 * Runs `work` while no other process runs any under the same lock file. Calls `onWait(pid)` once if another process holds it.
 * A lock whose holder is gone is taken over.
 */
export async function withLock(path, onWait, work) {
  const mine = `${process.pid} ${randomUUID()}`;
  mkdirSync(dirname(path), { recursive: true });
  await take(path, mine, onWait);
  const release = () => {
    if (holderOf(path)?.text === mine) rmSync(path, { force: true });
  };
  const beat = setInterval(() => utimesSync(path, new Date(), new Date()), beatMs);
  process.on('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}

async function take(path, mine, onWait) {
  for (let hasWaited = false; !tryTake(path, mine); ) {
    const holder = holderOf(path);
    if (holder === null) continue;
    if (isGone(holder)) {
      breakLock(path, holder.text);
      continue;
    }
    if (!hasWaited) onWait(holder.pid);
    hasWaited = true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function tryTake(path, mine) {
  try {
    writeFileSync(path, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(path) {
  try {
    const text = readFileSync(path, 'utf8');
    return { text, pid: Number.parseInt(text, 10), quietMs: Date.now() - statSync(path).mtimeMs };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isGone({ pid, quietMs }) {
  if (quietMs > staleAfterMs) return true;
  // Between the making of the file and the writing of its text there is no id yet.
  if (Number.isNaN(pid)) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Two processes may break the same stale lock at once: the second must not take away what the first has just made. */
function breakLock(path, staleText) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const text = readFileSync(aside, 'utf8');
  rmSync(aside);
  if (text !== staleText) tryTake(path, text);
}
