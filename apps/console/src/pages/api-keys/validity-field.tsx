import { nowMs } from '../../api/clock.js';
import { useConsole } from '../../api/use-console.js';
import { SelectField, TextField } from '../../parts/fields.js';
import { exactTime, relativeTime } from '../../parts/time.js';
import { usePreferences } from '../../theme/preferences.js';
import { lengthInWords, secondsOf, type Unit, units, type Validity } from './validity.js';

interface ValidityFieldParts {
  readonly value: Validity;
  readonly onChange: (value: Validity) => void;
  /** What the server says of it. */
  readonly error: string;
}

/** What is wrong with a validity before it is sent: the same limits as the server's; empty where nothing is. */
export function useValidityError(value: Validity): string {
  const { apiKeyValiditySecondsMin: least, apiKeyValiditySecondsMax: most } = useConsole().limits;
  const seconds = secondsOf(value);
  if (value.count === '') return '';
  if (seconds === null) return 'This must be a whole number.';
  if (seconds < least) return `A key is valid for ${lengthInWords(least)} at least.`;
  return seconds > most ? `A key is valid for ${lengthInWords(most)} at most.` : '';
}

/** How long a key is valid: a number of units, and when that is over. */
export function ValidityField({ value, onChange, error }: ValidityFieldParts) {
  const { apiKeyValiditySecondsMin: least, apiKeyValiditySecondsMax: most } = useConsole().limits;
  const { isUtc } = usePreferences();
  const wrong = useValidityError(value);
  const seconds = secondsOf(value);
  const beginMs = nowMs();
  const end = wrong === '' && seconds !== null ? new Date(beginMs + seconds * 1000).toISOString() : null;
  return (
    <fieldset className="validity">
      <legend>Validity</legend>
      <div className="validity-fields">
        <TextField
          label="Number"
          inputMode="numeric"
          value={value.count}
          onChange={(count) => onChange({ ...value, count })}
          error={wrong || error}
          isRequired
          autoComplete="off"
        />
        <SelectField
          label="Unit"
          value={value.unit}
          choices={units.map((unit) => ({ value: unit, label: `${unit}s` }))}
          onChange={(unit: Unit) => onChange({ ...value, unit })}
        />
      </div>
      <p className="hint" role="status">
        {end === null
          ? `From ${lengthInWords(least)} to ${lengthInWords(most)}.`
          : `The key ends on ${exactTime(end, isUtc ? 'UTC' : undefined)} (${relativeTime(end, beginMs)}).`}
      </p>
    </fieldset>
  );
}
