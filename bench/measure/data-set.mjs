import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from './child-process.mjs';
import { loadCore } from './cores.mjs';

const temporary = new Set();
process.on('exit', removeTemporaryDirectories);

/** A directory that is removed when its benchmark is over. */
export function temporaryDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'keyledger-bench-'));
  temporary.add(directory);
  return directory;
}

export function removeTemporaryDirectories() {
  for (const directory of temporary) rmSync(directory, { recursive: true, force: true });
  temporary.clear();
}

/** Fills a new data directory with people, service accounts and their tokens. `shape` says how many of each. */
export async function buildDataSet(shape) {
  const directory = temporaryDirectory();
  const { people } = await runScript(loadCore, ['bench/data-set/build-data-set.mjs', directory, JSON.stringify(shape)]);
  const fileOf = (kind) => join(directory, 'credentials', kind);
  return { directory, people, fileOf, verifier: readFileSync(fileOf('verifier'), 'utf8') };
}

/** Exchanges each personal access token at the server itself, as in production. The access tokens live for 290 seconds. */
export async function exchangeAll(load, keyledger, dataSet) {
  const requests = await load.prepare('exchange', { kind: 'POST refresh as JSON', path: '/api/token/refresh' }, dataSet.fileOf('personal'));
  const { bodies } = await load.send({ name: 'exchange', port: keyledger.port, requests, keepsBodies: true });
  const file = join(dataSet.directory, 'credentials', 'access');
  writeFileSync(file, bodies.map((body) => JSON.parse(body).access).join('\n'));
  return file;
}
