import type { Recorded } from './envelope.js';

type Data = Readonly<Record<string, unknown>>;

/**
 * Upcasts older event schemas: for each type, the step from version n to n + 1 under key n. No other code knows old schemas. Stored bytes
 * never change; `test/contract/golden` keeps one event of every version ever written.
 */
const steps: Readonly<Record<string, Readonly<Record<number, (data: Data) => Data>>>> = {
  // Version 2 may say until when the generation before stays good. What version 1 replaced ended at once, as saying nothing means.
  TokenRotated: { 1: (data) => data },
};

/** Returns the event with its data in the shape of the newest version; the same object when it has that already. */
export function upcast(recorded: Recorded): Recorded {
  let { data, schemaVersion } = recorded;
  for (let step = steps[recorded.type]?.[schemaVersion]; step; step = steps[recorded.type][schemaVersion]) {
    data = step(data);
    schemaVersion += 1;
  }
  return schemaVersion === recorded.schemaVersion ? recorded : { ...recorded, data, schemaVersion };
}

/** Returns a recorded event as deciders and projections fold it: flat, and in the current schema. */
export const toEvent = <E>(recorded: Recorded): E => ({ type: recorded.type, ...upcast(recorded).data }) as E;
