import { describe, expect, it } from '@jest/globals';
import { isSignInEnded, type SignInsEnded, signInsEndedAt } from './sign-ins-ended.js';

/** The person's mark after these endings in log order, each with its position and the session that was spared. */
const markOf = (...endings: readonly (readonly [at: bigint, spared: string | null])[]): SignInsEnded =>
  endings.reduce<SignInsEnded | null>((mark, [at, spared]) => signInsEndedAt(mark, at, spared), null) as SignInsEnded;
const session = (id: string, order: bigint | number) => ({ kind: 'session', id, order }) as const;

describe('What a person signed in with', () => {
  it.each([
    ['session', 9n, true],
    ['session', 9, true],
    ['session', 10n, false],
    ['session', 11, false],
    ['password-reset', 9n, true],
    ['password-reset', 11n, false],
    ['personal', 9n, false],
    ['legacy', 9n, false],
    ['service-account', 9n, false],
  ] as const)('after an ending at place 10: a %s from place %s is over: %s', (kind, order, isOver) =>
    expect(isSignInEnded(markOf([10n, null]), { kind, id: 'one', order })).toBe(isOver),
  );

  it('goes on in the session that is spared, and in no other', () => {
    const mark = markOf([10n, 'mine']);
    expect(isSignInEnded(mark, session('mine', 5n))).toBe(false);
    expect(isSignInEnded(mark, session('other', 5n))).toBe(true);
  });

  it('is never spared as a reset link, though the link is what a redemption is made with', () =>
    expect(isSignInEnded(markOf([10n, 'link']), { kind: 'password-reset', id: 'link', order: 5n })).toBe(true));

  it('is spared as often as it asks', () => expect(isSignInEnded(markOf([10n, 'mine'], [20n, 'mine']), session('mine', 5n))).toBe(false));

  it.each([
    ['a disabling', null],
    ['a change in another session', 'other'],
  ] as const)('does not come back once %s had ended it, though a later mark names it', (_, spared) => {
    const mark = markOf([10n, spared], [20n, 'mine']);
    expect(isSignInEnded(mark, session('mine', 5n))).toBe(true);
    expect(isSignInEnded(mark, session('mine', 15n))).toBe(false);
    expect(isSignInEnded(markOf([10n, spared], [20n, 'mine'], [30n, 'mine']), session('mine', 5n))).toBe(true);
  });

  it('that was spared is over with the next ending that spares another', () =>
    expect(isSignInEnded(markOf([10n, 'mine'], [20n, null]), session('mine', 5n))).toBe(true));
});
