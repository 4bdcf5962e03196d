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
  const bar = barOn(errors as unknown as NodeJS.WriteStream, what);
  let isStarted = false;
  return {
    at(done, total) {
      if (!isStarted) bar.start(total ?? 0, 0);
      isStarted = true;
      bar.setTotal(total ?? done);
      bar.update(done);
    },
    stop() {
      if (isStarted) bar.stop();
    },
  };
}

function barOn(stream: NodeJS.WriteStream, what: string): SingleBar {
  const format = `${what} [{bar}] {percentage} % {value}/{total}`;
  return new SingleBar({ stream, format, clearOnComplete: true, barsize: 30, fps: 10, gracefulExit: false });
}
