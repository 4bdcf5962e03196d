import { type LoggerService } from '@nestjs/common';
import { type Logger as PinoLogger, pino } from 'pino';
import type { Config } from './config.js';
import { redacted } from './redaction.js';

type Write = (line: string) => void;

/** Structured log lines on standard output, one line each. Callers pass ids and causes, never what a client sent. */
export class Logger implements LoggerService {
  readonly #pino: PinoLogger;

  constructor(config: Config, write: Write = toStandardOutput()) {
    const options = { level: config.values.KEYLEDGER_LOG_LEVEL, base: undefined, timestamp: pino.stdTimeFunctions.isoTime };
    // Redaction runs on the written line, so that it covers every member.
    this.#pino = pino(options, { write: (line) => write(redacted(line)) });
  }

  error(message: string, context?: unknown): void {
    this.#pino.error(fieldsOf(context), message);
  }

  warn(message: string, context?: unknown): void {
    this.#pino.warn(fieldsOf(context), message);
  }

  /** Nest logs its dependency injection at length, which only helps debugging. */
  log(message: string, context?: unknown): void {
    this.#pino.debug(fieldsOf(context), message);
  }

  info(message: string, context?: unknown): void {
    this.#pino.info(fieldsOf(context), message);
  }

  debug(message: string, context?: unknown): void {
    this.#pino.debug(fieldsOf(context), message);
  }
}

/** Writes are synchronous, so that the last line before an exit is not lost. */
function toStandardOutput(): Write {
  const output = pino.destination({ fd: 1, sync: true });
  return (line) => output.write(line);
}

function fieldsOf(context: unknown): object {
  if (context === null || context === undefined) return {};
  if (typeof context !== 'object') return { context: String(context) };
  const { cause, ...fields } = context as { cause?: unknown };
  return cause === undefined ? fields : { ...fields, cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) };
}
