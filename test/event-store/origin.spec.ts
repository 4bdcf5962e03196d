import { describe, expect, it } from '@jest/globals';
import { aside, type Origin, whileStanding } from '#event-store/origin';

const heard: [bigint, boolean][] = [];
const origin: Origin = {
  actor: { kind: 'user', id: 'ada', credentialId: 'c' },
  organizationId: 'org',
  correlationId: 'r',
  causationId: null,
  requestId: 'r',
  onDecided: (...decided) => heard.push(decided),
};

/** Read by the compiler alone. */
const mistakes = (given: Origin) => {
  // @ts-expect-error: who acts in another name makes another origin
  given.actor = origin.actor;
  // @ts-expect-error: what was decided returns its position
  given.position = 1n;
};

describe('Whom a command comes from', () => {
  it('is written by nobody but who makes it', () => expect(mistakes).toBeInstanceOf(Function));

  it('must be in good standing until a decision was appended, and the one who asked hears of each', () => {
    let asked = 0;
    const standing = whileStanding(origin, () => {
      asked += 1;
      throw new Error('Not any more.');
    });
    expect(() => standing.requireStanding?.()).toThrow('Not any more.');
    standing.onDecided?.(7n, false);
    expect(() => standing.requireStanding?.()).toThrow('Not any more.');
    standing.onDecided?.(8n, true);
    standing.requireStanding?.();
    expect([asked, heard]).toEqual([
      2,
      [
        [7n, false],
        [8n, true],
      ],
    ]);
  });

  it('is named in what is recorded aside, which needs no standing and reaches no answer', () => {
    const { onDecided: _, ...told } = origin;
    const actor = { kind: 'system', id: 'api' } as const;
    expect(
      aside(
        whileStanding(origin, () => {}),
        { actor },
      ),
    ).toEqual({ ...told, actor });
  });
});
