import { existsSync, lstatSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDataDirectoryInUse } from '#event-store/embedded/data-directory';
import { attempt, type Finding, fail, ok, warn } from './finding.js';

const unreadable = 'Run this as the user of the server. A damaged lock.db of a stopped server may be deleted: it holds no data.';
const freeMin = { fail: 100 * 1024 ** 2, warn: 1024 ** 3 };

export interface DirectoryState {
  readonly findings: Finding[];
  /** Whether the directory contains a log. */
  readonly hasLog: boolean;
  readonly isInUse: boolean;
}

/** Checks the directory itself: that it exists, which process uses it, how full its disk is, and who can read its files. */
export async function checkDirectory(dataDirectory: string, keysDirectory: string): Promise<DirectoryState> {
  if (!existsSync(dataDirectory)) {
    const remedy = 'Name another directory with KEYLEDGER_DATA_DIR or --data-dir; the first start creates one.';
    return { findings: [warn('data directory', `There is no directory ${dataDirectory}.`, remedy)], hasLog: false, isInUse: false };
  }
  const state = { hasLog: false, isInUse: false };
  const findings = [
    ...(await attempt('data directory', unreadable, () => {
      state.hasLog = statSync(join(dataDirectory, 'events.db'), { throwIfNoEntry: false }) !== undefined;
      state.isInUse = isDataDirectoryInUse(dataDirectory);
      const use = useOf(dataDirectory, state.isInUse);
      if (state.hasLog) return ok('data directory', `${dataDirectory}, ${use}.`);
      return warn('data directory', `There is no event log in ${dataDirectory}, ${use}.`, 'The first start creates one.');
    })),
    ...(await attempt('free space', 'Check the file system of the data directory.', () => checkSpace(dataDirectory))),
    ...(await attempt('file modes', 'Run this as the user of the server.', () => checkModes([dataDirectory, keysDirectory]))),
  ];
  return { findings, ...state };
}

function useOf(dataDirectory: string, isInUse: boolean): string {
  if (!isInUse) return 'no server uses it';
  const pid = pidLocking(join(dataDirectory, 'lock.db'));
  return `a server uses it${pid === null ? '' : `: process ${pid}`}`;
}

function checkSpace(directory: string): Finding {
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  const detail = `${(free / 1024 ** 3).toFixed(1)} GiB are free.`;
  const remedy = 'Free some space: when the disk is full, nothing is written and nothing can be revoked.';
  if (free < freeMin.fail) return fail('free space', detail, remedy);
  return free < freeMin.warn ? warn('free space', detail, remedy) : ok('free space', detail);
}

function checkModes(directories: readonly string[]): Finding {
  const there = directories.filter((directory) => existsSync(directory));
  const paths = there.flatMap((directory) => [
    directory,
    ...readdirSync(directory, { recursive: true }).map((name) => join(directory, String(name))),
  ]);
  const loose = [...new Set(paths)].filter((path) => (lstatSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077);
  if (loose.length === 0) return ok('file modes', 'Nobody else can read the files.');
  const others = loose.length > 1 ? ` and ${loose.length - 1} more` : '';
  return fail(
    'file modes',
    `Other users can read ${loose[0]}${others}.`,
    `Run: chmod -R go-rwx ${there.map((path) => `'${path}'`).join(' ')}`,
  );
}

/** Where the operating system tells: the process that holds a lock on the file. */
function pidLocking(path: string): number | null {
  try {
    const { ino } = statSync(path);
    const line = readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .find((each) => each.includes(`:${ino} `) && each.includes('WRITE'));
    const pid = Number(line?.trim().split(/\s+/)[4]);
    return pid > 0 ? pid : null;
  } catch {
    return null;
  }
}
