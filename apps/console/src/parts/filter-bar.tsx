import { type ReactNode, useEffect, useState } from 'react';
import type { Search } from '../api/search.js';
import type { Filters } from '../api/use-filters.js';
import { type Choice, SelectField, TextField } from './fields.js';

/** One member of the address that narrows a list down. */
export interface Filter {
  readonly name: string;
  readonly label: string;
  /** How it is set: by one of `choices`, by a text, by a day; `link` is set elsewhere, and only shown here and taken away. */
  readonly by: 'choice' | 'text' | 'day' | 'link';
  readonly choices?: readonly Choice<string>[];
  /** What its chip says of a value; the choice's label, or the value itself, where nothing is said. */
  readonly shown?: (value: string) => ReactNode;
}

interface FilterBarParts {
  readonly filters: readonly Filter[];
  readonly of: Filters;
  /** Beside the filters: another view of the list, a download. */
  readonly children?: ReactNode;
}

/**
 * The filters of a list, what is set of them as chips, and what the address said in vain. Narrow screens show the first filter, and the
 * others when they are asked for.
 */
export function FilterBar({ filters, of, children }: FilterBarParts) {
  const [isOpen, setOpen] = useState(false);
  const chips = filters.flatMap((filter) => valuesOf(of.search, filter.name).map((value) => ({ filter, value })));
  return (
    <search className="filter-bar">
      <Dropped names={valuesOf(of.search, 'dropped')} />
      <button type="button" className="quiet filters-toggle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Fewer filters' : 'Filters'}
      </button>
      <div className="filters" data-open={isOpen}>
        {filters.map((filter) => (
          <FilterField key={filter.name} filter={filter} of={of} />
        ))}
        {children}
      </div>
      {chips.length > 0 && (
        <ul className="chips" aria-label="Filters that are set">
          {chips.map(({ filter, value }) => (
            <li key={`${filter.name} ${value}`}>
              <button type="button" className="quiet small chip" onClick={() => of.set(without(of.search, filter.name, value))}>
                <span>
                  <span className="unseen">Remove the filter </span>
                  {filter.label}: <bdi>{chipText(filter, value)}</bdi>
                </span>
                <span aria-hidden="true">✕</span>
              </button>
            </li>
          ))}
          <li>
            <button type="button" className="quiet small" onClick={() => of.set(cleared(filters))}>
              Clear filters
            </button>
          </li>
        </ul>
      )}
    </search>
  );
}

/** The filters without values that are none of a filter's choices, which the server alone knows; they count as dropped. */
export function understood(filters: readonly Filter[], { search, set }: Filters): Filters {
  const lost = filters.filter(
    ({ name, by, choices = [] }) => by === 'choice' && !valuesOf(search, name).every((value) => isOf(choices, value)),
  );
  if (lost.length === 0) return { search, set };
  const names = lost.map(({ name }) => name);
  const nothing = Object.fromEntries(names.map((name) => [name, undefined]));
  return {
    search: { ...search, ...nothing, dropped: [...valuesOf(search, 'dropped'), ...names] },
    set: (changes, isTyping) => set({ ...nothing, ...changes }, isTyping),
  };
}

const isOf = (choices: readonly Choice<string>[], value: string) => choices.some((choice) => choice.value === value);

/** Takes all these filters away; undefined where none of them is set, as the list of a page wants it. */
export const clearing = (filters: readonly Filter[], of: Filters): (() => void) | undefined =>
  filters.some(({ name }) => of.search[name] !== undefined) ? () => of.set(cleared(filters)) : undefined;

const cleared = (filters: readonly Filter[]): Search => Object.fromEntries(filters.map(({ name }) => [name, undefined]));

/** The values of one member of the address. */
export const valuesOf = (search: Search, name: string): readonly string[] => [search[name] ?? []].flat();

const without = (search: Search, name: string, value: string): Search => ({
  [name]: valuesOf(search, name).filter((each) => each !== value),
});

const chipText = ({ choices, shown }: Filter, value: string): ReactNode =>
  shown?.(value) ?? choices?.find((choice) => choice.value === value)?.label ?? value;

function Dropped({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <p className="banner" role="status">
      The address has filters that mean nothing here, and so they were left out: <bdi>{[...names].sort().join(', ')}</bdi>.
    </p>
  );
}

const any = 'any';

function FilterField({ filter: { name, label, by, choices = [] }, of }: { readonly filter: Filter; readonly of: Filters }) {
  const value = valuesOf(of.search, name)[0] ?? '';
  if (by === 'link') return null;
  if (by === 'choice') {
    return (
      <SelectField
        label={label}
        value={value || any}
        choices={[{ value: any, label: 'Any' }, ...choices]}
        onChange={(chosen) => of.set({ [name]: chosen === any ? undefined : chosen })}
      />
    );
  }
  const type = by === 'day' ? 'date' : 'search';
  const shown = by === 'day' ? value.slice(0, 10) : value;
  return <TypedFilter label={label} type={type} value={shown} onType={(text) => of.set({ [name]: text }, true)} />;
}

const typingEndsAfterMs = 300;

interface TypedFilterParts {
  readonly label: string;
  readonly type: 'date' | 'search';
  readonly value: string;
  readonly onType: (text: string) => void;
}

/** What is typed is asked for as soon as the person stops typing. */
function TypedFilter({ label, type, value, onType }: TypedFilterParts) {
  const [typed, setTyped] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed begins the wait again.
  useEffect(() => {
    if (typed === null || typed === value) return;
    const timer = setTimeout(() => onType(typed), typingEndsAfterMs);
    return () => clearTimeout(timer);
  }, [typed]);
  // The address has what was typed: from now on it alone says what is shown.
  useEffect(() => setTyped((now) => (now === value ? null : now)), [value]);
  return <TextField label={label} type={type} value={typed ?? value} onChange={setTyped} autoComplete="off" maxLength={200} />;
}
