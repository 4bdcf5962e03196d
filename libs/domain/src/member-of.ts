/** What is recorded under this key itself: `__proto__` and its kin are keys like any other, under which nothing is. */
export const memberOf = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
