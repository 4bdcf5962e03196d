import type { Role } from '#domain/role';

/** How one member of an address is read: the value, or undefined for one that means nothing here. */
export type Read = (value: unknown) => string | readonly string[] | undefined;

/** One of these words. */
export const oneOf =
  (values: readonly string[]): Read =>
  (value) =>
    values.includes(String(value)) ? String(value) : undefined;

const roles: Readonly<Record<Role, true>> = {
  annotator: true,
  reviewer: true,
  manager: true,
  administrator: true,
  owner: true,
  auditor: true,
};

/** A role of the organization. */
export const roleName: Read = oneOf(Object.keys(roles));

export const tokenStates = ['active', 'suspended', 'expired', 'revoked'] as const;

/** How a token stands. */
export const tokenState: Read = oneOf(tokenStates);

/** Any text that is not empty. */
export const text: Read = (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) || undefined : undefined);

/** A day, or a time with its offset, as the server reads it. */
export const moment: Read = (value) => {
  const said = text(value);
  return typeof said === 'string' && /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(said) && !Number.isNaN(Date.parse(said))
    ? said
    : undefined;
};

/** An id. */
export const id: Read = (value) => (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(String(value)) ? String(value) : undefined);

/** Several of what `read` reads; those that it does not understand are left out. */
export const several =
  (read: Read): Read =>
  (value) => {
    const all = (Array.isArray(value) ? value : [value]).map(read).filter((each) => typeof each === 'string');
    return all.length > 0 ? all : undefined;
  };

export type Search = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads the members of an address that a page knows. One that it does not understand is taken out of the address and named in `dropped`,
 * which stays until the person sets a filter.
 */
export const searchOf =
  (reads: Readonly<Record<string, Read>>) =>
  (raw: Record<string, unknown>): Search => {
    const all = Object.keys(raw).filter((name) => name !== 'dropped');
    const read = all.map((name) => [name, reads[name]?.(raw[name])] as const);
    const lost = read.filter(([, value]) => value === undefined).map(([name]) => name);
    const dropped = [...new Set([...lost, ...[raw.dropped ?? []].flat().map(String)])];
    return Object.fromEntries([...read.filter(([, value]) => value !== undefined), ...(dropped.length > 0 ? [['dropped', dropped]] : [])]);
  };

/** Reads the query of an address; a member with several values is a list of texts. */
export function parseSearch(query: string): Record<string, string | string[]> {
  const members = new URLSearchParams(query);
  return Object.fromEntries([...new Set(members.keys())].map((name) => [name, oneOrAll(members.getAll(name))]));
}

const oneOrAll = (values: string[]) => (values.length === 1 ? values[0] : values);

/** Writes the query of an address, so that a person can read it. */
export function stringifySearch(search: Record<string, unknown>): string {
  const members = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined && each !== '') members.append(name, String(each));
  return members.size > 0 ? `?${members}` : '';
}
