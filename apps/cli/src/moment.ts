import { InvalidArgumentError } from 'commander';
import { secondsIn } from './duration.js';

/** As the server reads them; it checks the calendar, too. */
const dayOrMoment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;
const forms = 'a day or a time such as 2030-01-31 or 2030-01-31T12:00:00Z';

/** The last moment whose year has four digits. */
const lastMs = Date.UTC(9999, 11, 31);

/**
 * Parses the value of an option that is a moment to come: `30d` is in 30 days. Returns ISO 8601; a text in that form stays as it is.
 *
 * @throws InvalidArgumentError for any other text, and for a moment that is over, as `-7d`
 */
export function momentAhead(text: string): string {
  if (text.startsWith('-')) throw new InvalidArgumentError(`It must lie ahead: write ${text.slice(1)}, without a sign.`);
  return momentOf(text, `It must be how long from now, such as 12h or 30d, or ${forms}.`);
}

/** The same of an option that is a moment which is over: `-7d` is 7 days ago, and `7d` is refused, since nothing is there yet. */
export function momentAgo(text: string): string {
  if (secondsIn(text) !== null) throw new InvalidArgumentError(`It must be over: write -${text} for that long ago.`);
  return momentOf(text, `It must be how long ago, such as -12h or -7d, or ${forms}.`);
}

/** The same of an option that may be either. */
export const moment = (text: string): string => momentOf(text, `It must be how long from now or ago, such as 30d or -7d, or ${forms}.`);

function momentOf(text: string, otherwise: string): string {
  if (dayOrMoment.test(text)) return text;
  const isAgo = text.startsWith('-');
  const seconds = secondsIn(isAgo ? text.slice(1) : text);
  if (seconds === null) throw new InvalidArgumentError(otherwise);
  const ms = Date.now() + (isAgo ? -1000 : 1000) * seconds;
  if (ms < 0 || ms > lastMs) throw new InvalidArgumentError('No calendar reaches that far.');
  return new Date(ms).toISOString();
}
