import type { Problem } from '../api/problem.js';
import { useConsole } from '../api/use-console.js';
import { SelectField } from './fields.js';

/** How long the credential that is replaced stays good: none, or so many seconds at most. */
export type Overlap = 'none' | `${number}` | `first-use ${number}`;

const hour = 3600;
const lengths = [
  [hour, '1 hour'],
  [24 * hour, '1 day'],
  [7 * 24 * hour, '1 week'],
] as const;

/** The wish as the routes take it. */
export function overlapBody(overlap: Overlap): { overlapSeconds?: number; endsOnFirstUse?: boolean } {
  if (overlap === 'none') return {};
  const isFirst = overlap.startsWith('first-use ');
  return { overlapSeconds: Number(overlap.replace('first-use ', '')), ...(isFirst && { endsOnFirstUse: true }) };
}

interface OverlapFieldParts {
  readonly value: Overlap;
  readonly onChange: (overlap: Overlap) => void;
  readonly problem: Problem | null;
}

/** Asks when the old credential stops; at once is preselected where it is the field's first value. */
export function OverlapField({ value, onChange, problem }: OverlapFieldParts) {
  const { limits } = useConsole();
  const fitting = lengths.filter(([seconds]) => seconds <= limits.overlapSecondsMax);
  const choices = [
    { value: 'none' as Overlap, label: 'At once' },
    ...fitting.map(([seconds, words]) => ({
      value: `first-use ${seconds}` as Overlap,
      label: `When the new one is first used, after ${words} at the latest`,
    })),
    ...fitting.map(([seconds, words]) => ({ value: `${seconds}` as Overlap, label: `After ${words}` })),
  ];
  return (
    <SelectField
      label="The old one stops"
      value={value}
      choices={choices}
      onChange={onChange}
      error={problem?.of('overlapSeconds') || problem?.of('endsOnFirstUse')}
    />
  );
}
