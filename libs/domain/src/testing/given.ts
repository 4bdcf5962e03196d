import type { Decider } from '../decider.js';
import { Refusal, type RefusalCode } from '../refusal.js';

/**
 * A given/when/then DSL for specifications: `given(...past).when(command).then(...events)`. Every `then` also sends the command again after
 * what it caused: a repeated command emits nothing or is refused.
 */
export const specify =
  <S, C, E>({ initial, decide, evolve }: Decider<S, C, E>) =>
  (...past: E[]) => ({
    when(command: C) {
      const state = past.reduce(evolve, initial);
      return {
        // biome-ignore lint/suspicious/noThenProperty: given, when, then is the language that readers know.
        then(...expected: E[]): void {
          const events = decide(state, command);
          expectEqual(events, expected);
          expectNothingOnRepeat(() => decide(events.reduce(evolve, state), command));
        },
        thenNothing(): void {
          expectEqual(decide(state, command), []);
        },
        thenRefused(code: RefusalCode): void {
          expectEqual(
            codeOf(() => decide(state, command)),
            code,
          );
        },
      };
    },
  });

function expectNothingOnRepeat(repeat: () => unknown[]): void {
  try {
    expectEqual(repeat(), []);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

function codeOf(act: () => unknown[]): RefusalCode | string {
  try {
    return `decided: ${JSON.stringify(act())}`;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

function expectEqual(actual: unknown, expected: unknown): void {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value, sortMembers, 2));
  if (a !== b) throw new Error(`Expected ${b}, but it was ${a}.`);
}

const sortMembers = (_key: string, value: unknown) =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value;
