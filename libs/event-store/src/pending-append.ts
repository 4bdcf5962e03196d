import type { Draft } from './envelope.js';
import type { Appended } from './event-store.js';

/** An append that waits for its group. */
export interface Pending {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly drafts: readonly Draft[];
  resolve(appended: Appended): void;
  reject(error: unknown): void;
}

/** What became of it: exactly one of the two is there. */
export interface Outcome {
  readonly pending: Pending;
  readonly appended?: Appended;
  readonly error?: unknown;
}

export function rejectAll(group: readonly Pending[], error: unknown): void {
  for (const { reject } of group) reject(error);
}
