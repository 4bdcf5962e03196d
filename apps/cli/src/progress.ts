import type { Options, SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.js';

export interface Progress {
  /** `total` is null when it is unknown. */
  at(done: number, total: number | null): void;
  stop(): void;
}

const silent: Progress = { at: () => {}, stop: () => {} };

/** Shows progress on standard error while it is a terminal. */
export async function progressOn({ errors }: Terminal, what: string): Promise<Progress> {
  if (!errors.isTTY) return silent;
  const { SingleBar } = await import('cli-progress');
  let bar: SingleBar | null = null;
  return {
    at(done, total) {
      if (bar === null) {
        bar = new SingleBar(shapeOf(errors as unknown as NodeJS.WriteStream, what, total !== null));
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

/** The terminal's line wrapping stays on, since it would remain off after an interrupt; the bar is truncated instead. */
function shapeOf(stream: NodeJS.WriteStream, what: string, isTotalKnown: boolean): Options {
  const format = isTotalKnown ? `${what} [{bar}] {percentage} % {value}/{total}` : `${what}: {value}`;
  return { stream, format, clearOnComplete: true, barsize: 30, fps: 10, gracefulExit: false, linewrap: true };
}
