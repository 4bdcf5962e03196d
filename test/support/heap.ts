import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is still held: how much garbage lies beside it is the engine's business. */
export function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
