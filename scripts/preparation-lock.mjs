import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const pollMs = 250;
const beatMs = 1000;
// Process ids are reused, in a container at every start, so the owner of a lock must also renew it regularly (heartbeat).
const staleAfterMs = 60_000;

/**
 * Runs `work` while no other process runs any under the same lock file. Calls `onWait(pid)` once if another process holds it.
 * `work` gets a function for the id of a child that writes for it: a lock is taken over only when its owner and that child are
 * gone, since a killed owner may leave a child that goes on.
 */
export async function withLock(path, onWait, work) {
  const mine = `${process.pid} ${randomUUID()}`;
  mkdirSync(dirname(path), { recursive: true });
  await acquire(path, mine, onWait);
  const release = () => {
    if (ownerOf(path)?.text.startsWith(mine)) rmSync(path, { force: true });
  };
  const beat = setInterval(() => existsSync(path) && utimesSync(path, new Date(), new Date()), beatMs);
  process.on('exit', release);
  try {
    return await work((childPid) => writeFileSync(path, `${mine} ${childPid}`));
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}

async function acquire(path, mine, onWait) {
  for (let hasWaited = false; !tryAcquire(path, mine); ) {
    const owner = ownerOf(path);
    if (owner === null) continue;
    if (isGone(owner)) {
      breakLock(path, owner.text);
      continue;
    }
    if (!hasWaited) onWait(owner.pid);
    hasWaited = true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function tryAcquire(path, mine) {
  try {
    writeFileSync(path, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function ownerOf(path) {
  try {
    const text = readFileSync(path, 'utf8');
    const [pid, , childPid] = text.split(' ').map((word) => Number.parseInt(word, 10));
    return { text, pid, childPid, quietMs: Date.now() - statSync(path).mtimeMs };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isGone({ pid, childPid, quietMs }) {
  if (quietMs > staleAfterMs) return true;
  // Between the creation of the file and the writing of its text, the file has no id.
  if (Number.isNaN(pid)) return false;
  return !isAlive(pid) && (childPid === undefined || !isAlive(childPid));
}

function isAlive(pid) {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

/** Two processes may break the same stale lock at once (a race): the second must not remove the lock that the first has just created. */
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
  if (text !== staleText) tryAcquire(path, text);
}
