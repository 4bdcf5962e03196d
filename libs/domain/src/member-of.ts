/** Returns the record's own member of this name. An inherited name such as `__proto__` is never found. */
export const memberOf = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
