import { isMet, missedBy } from './figure.mjs';

const digits = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2));
const targetText = ({ target }) => (target === null ? '' : target.atLeast === undefined ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`);

function outcome(figure) {
  const met = isMet(figure);
  return met === null ? '' : met ? 'met' : `missed by ${(missedBy(figure) * 100).toFixed(0)} %`;
}

/** Formats the figures of one benchmark in columns, one line each. */
export function table(figures) {
  const rows = figures.map((figure) => [
    figure.name,
    `${digits(figure.median)} ${figure.unit}`,
    targetText(figure),
    `${digits(figure.spread[0])} – ${digits(figure.spread[1])}`,
    outcome(figure),
    figure.note,
  ]);
  const lines = [['figure', 'median', 'target', 'quartiles', 'outcome', 'in numbers of this machine'], ...rows];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
