import { nowMs } from '../api/clock.js';
import { usePreferences } from '../theme/preferences.js';

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** A moment as the distance from now: "in 12 days". */
export function relativeTime(iso: string, now = nowMs()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const unit = units.find(([, length]) => Math.abs(seconds) >= length);
  if (unit) return relative.format(Math.trunc(seconds / unit[1]), unit[0]);
  return seconds > 0 ? 'in less than a minute' : 'just now';
}

const forms = new Map<string | undefined, Intl.DateTimeFormat>();

/** A moment with its date, to the second, in UTC or, without a time zone, in that of the browser. */
export function exactTime(iso: string, timeZone?: 'UTC'): string {
  const form = forms.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone });
  forms.set(timeZone, form);
  return form.format(new Date(iso)) + (timeZone === 'UTC' ? ' UTC' : '');
}

/**
 * A moment relative to now, with local time and UTC on hover; a person may also choose to see the exact time everywhere. `none` is said
 * where there is no moment.
 */
export function Time({ at, none = 'never' }: { readonly at: string | null | undefined; readonly none?: string }) {
  const { isUtc, isExact } = usePreferences();
  if (!at) return <span className="soft">{none}</span>;
  return (
    <time dateTime={at} className="time" title={`${exactTime(at)} · ${exactTime(at, 'UTC')}`}>
      {isExact ? exactTime(at, isUtc ? 'UTC' : undefined) : relativeTime(at)}
    </time>
  );
}
