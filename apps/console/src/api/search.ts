/** How one member of an address is read: the value, or undefined for one that means nothing here. */
export type Read = (value: unknown) => string | readonly string[] | undefined;

/** One of these words. */
export const oneOf =
  (values: readonly string[]): Read =>
  (value) =>
    values.includes(String(value)) ? String(value) : undefined;

/** Any text that is not empty. */
export const text: Read = (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) || undefined : undefined);

export type Search = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads the members of an address that a page knows. One that it does not understand is dropped and named in `dropped`. */
export const searchOf =
  (reads: Readonly<Record<string, Read>>) =>
  (raw: Record<string, unknown>): Search => {
    const entries = Object.entries(raw).filter(([name]) => name !== 'dropped');
    const read = entries.map(([name, value]) => [name, reads[name]?.(value)] as const);
    const dropped = read.filter(([, value]) => value === undefined).map(([name]) => name);
    return Object.fromEntries([...read.filter(([, value]) => value !== undefined), ...(dropped.length > 0 ? [['dropped', dropped]] : [])]);
  };
