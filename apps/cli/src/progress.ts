import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.js';

export interface Progress {
  /** `total` null: it is not known. */
  at(done: number, total: number | null): void;
  stop(): void;
}

const silent: Progress = { at: () => {}, stop: () => {} };

/** Shows on standard error how far long work has got, if somebody watches. */
export function progressOn({ errors }: Terminal, what: string): Progress {
  if (!errors.isTTY) return silent;
  let bar: SingleBar | null = null;
  return {
    at(done, total) {
      if (bar === null) {
        bar = barOn(errors as unknown as NodeJS.WriteStream, what, total !== null);
        bar.start(total ?? 0, 0);
      }
      bar.setTotal(total ?? done);
      bar.update(done);
    },
    stop() {
      bar?.stop();
    },
  };
}

/** The terminal is left as it is, since anyone who interrupts would get it back so: lines go on to wrap, and the bar is cut instead. */
function barOn(stream: NodeJS.WriteStream, what: string, isTotalKnown: boolean): SingleBar {
  const format = isTotalKnown ? `${what} [{bar}] {percentage} % {value}/{total}` : `${what}: {value}`;
  return new SingleBar({ stream, format, clearOnComplete: true, barsize: 30, fps: 10, gracefulExit: false, linewrap: true });
}
