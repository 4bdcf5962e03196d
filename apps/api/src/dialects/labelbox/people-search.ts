import { fullName } from '../../features/activity/principal-names.js';
import type { Person } from '../../features/users/people.js';
import type { Comparison, SortField, TextField, UserOrder } from './graphql-schema.js';

export interface ListedPerson extends Person {
  readonly id: string;
}

/** As it was sent; fields without a value are null. */
export type UserFilter = { readonly AND?: readonly UserFilter[] | null } & {
  readonly [Name in `${TextField}${Comparison}`]?: string | null;
};

export interface PeopleSearch {
  readonly where: UserFilter | null;
  /** Null for the order in which they were registered. */
  readonly orderBy: UserOrder | null;
  readonly skip: number;
  readonly first: number;
}

/** What one comparison asks of everybody who is found. */
export interface Condition {
  readonly field: TextField;
  readonly comparison: Comparison;
  readonly value: string | null;
}

/** All comparisons, which hold together; `address` writes an address in its one spelling. */
export function conditionsIn(where: UserFilter | null, address: (email: string) => string): Condition[] {
  const { AND, ...own } = where ?? {};
  const conditions = Object.entries(own).map(([name, sent]) => {
    const [field] = name.split('_') as [TextField];
    const value = (sent ?? null) as string | null;
    return {
      field,
      comparison: name.slice(field.length) as Comparison,
      value: field === 'email' && value !== null ? address(value) : value,
    };
  });
  return [...conditions, ...(AND ?? []).flatMap((each) => conditionsIn(each, address))];
}

/** The comparison by which at most one person can be found; null where there is none. */
export const pinnedBy = (conditions: readonly Condition[]): Condition | null =>
  conditions.find(({ field, comparison }) => comparison === '' && (field === 'id' || field === 'email')) ?? null;

const holds: Readonly<Record<Comparison, (own: string, value: string) => boolean>> = {
  '': (own, value) => own === value,
  _not: (own, value) => own !== value,
  _lt: (own, value) => own < value,
  _gt: (own, value) => own > value,
  _lte: (own, value) => own <= value,
  _gte: (own, value) => own >= value,
};

/** What is not there equals only null, and is neither less nor more than anything. */
export const matches = (person: ListedPerson, conditions: readonly Condition[]): boolean =>
  conditions.every(({ field, comparison, value }) => {
    const own = textOf(person, field);
    if (own === null || value === null) return (own === value) === (comparison === '') && ['', '_not'].includes(comparison);
    return holds[comparison](own, value);
  });

/** Those who have nothing there come first, and those with the same follow the order in which they came. */
export function inOrder(people: readonly ListedPerson[], orderBy: UserOrder): ListedPerson[] {
  const [field, direction] = orderBy.split('_') as [SortField, 'ASC' | 'DESC'];
  const keyOf = (person: ListedPerson) => (field === 'createdAt' ? person.createdAt : textOf(person, field)) ?? '';
  const keyed = people.map((person) => ({ person, key: keyOf(person) }));
  const sign = direction === 'ASC' ? 1 : -1;
  return keyed.sort((one, other) => (one.key < other.key ? -sign : one.key > other.key ? sign : 0)).map(({ person }) => person);
}

function textOf(person: ListedPerson, field: TextField): string | null {
  if (field === 'id' || field === 'email') return person[field];
  return fullName(person);
}
