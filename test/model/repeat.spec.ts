import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { namesAfter } from '#domain/admissions';
import { defaultSettings } from '#domain/organization.settings';
import { Refusal } from '#domain/refusal';
import type * as Token from '#domain/token';
import { projectFiles, readProjectFile } from '../support/project-files.js';
import { at, deciders, issue, text } from './every-command.js';

/** The names of the commands that the domain's own sources declare. */
function declaredCommands(): string[] {
  const sources = projectFiles().filter((path) => /^libs\/domain\/src\/[\w.-]+\.ts$/.test(path) && !path.endsWith('.spec.ts'));
  const unions = sources.flatMap((path) => [...readProjectFile(path).matchAll(/^export type \w*Command =[\s\S]*?;\n\n/gm)]);
  const types = unions.flatMap(([union]) => [...union.replace(/Extract<[^>]*>/g, '').matchAll(/type: ((?:'\w+'(?: \| )?)+)/g)]);
  return types.flatMap(([, names]) => names.split(' | ').map((name) => name.slice(1, -1)));
}

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
};

/** The decided events, or the code of the refusal. Any other error is a defect. */
function outcomeOf<E>(decide: () => E[]): E[] | string {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('Whatever happened before', () => {
  it('no command is left out of what follows', () => {
    const asked = new Set(deciders.flatMap(([, , commands]) => fc.sample(commands, 500).map(({ type }) => type)));
    expect(declaredCommands().length).toBeGreaterThan(30);
    expect(declaredCommands().filter((command) => !asked.has(command))).toEqual([]);
  });

  it.each(deciders)('a wish about one %s that is repeated emits nothing or is refused', (_name, decider, commands) => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 30 }), (sequence) => {
        let state = deepFreeze(decider.initial);
        for (const command of sequence) {
          deepFreeze(command);
          const outcome = outcomeOf(() => decider.decide(state, command));
          expect(outcomeOf(() => decider.decide(state, command))).toEqual(outcome);
          if (typeof outcome === 'string') continue;
          expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
          state = deepFreeze(deepFreeze(outcome).reduce(decider.evolve, state));
          const repeated = outcomeOf(() => decider.decide(state, command));
          expect(typeof repeated === 'string' ? [] : repeated).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('Whatever is asked of an organization', () => {
  const [, decider, commands] = deciders[5] as (typeof deciders)[number];
  const created = [{ type: 'OrganizationCreated', name: 'n', firstOwnerId: 'ada', settings: defaultSettings }];

  it('keeps an owner who can sign in, its allowance, its names unique, and deleted accounts deleted', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 60 }), (sequence) => {
        let state = created.reduce(decider.evolve, decider.initial);
        const released = new Set<string>();
        for (const command of sequence) {
          const outcome = outcomeOf(() => decider.decide(state, command));
          if (typeof outcome === 'string') continue;
          state = outcome.reduce(decider.evolve, state);
          expect(Object.values(state.owners)).toContain('active');
          const counts = ([owner, status]: [string, unknown]) => status === 'active' && state.signIns[owner] === true;
          const counting = Object.entries(state.owners).filter(counts);
          const isLoss = outcome.some(({ type }) => type === 'OwnerRemoved' || type === 'OwnerSuspended');
          if (isLoss) expect(counting).not.toEqual([]);
          const admitted = [...namesAfter(state.admissions).values()]
            .map(({ nameDigest }) => nameDigest)
            .filter((digest) => digest !== null);
          expect(new Set(admitted).size).toBe(admitted.length);
          for (const event of outcome) {
            if (event.type === 'ServiceAccountReleased') released.add(event.serviceAccountId);
            if (event.type !== 'ServiceAccountAdmitted') continue;
            expect(admitted.length).toBeLessThanOrEqual(state.settings.serviceAccountAllowance);
            expect(released.has(event.serviceAccountId)).toBe(false);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('Whatever is asked of a token', () => {
  const [, decider, commands] = deciders[6] as (typeof deciders)[number];

  it('its generations only grow, each names the one that it replaces, and possession alone never prolongs it', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (sequence) => {
        let state = decider.initial;
        for (const command of sequence) {
          const outcome = outcomeOf(() => decider.decide(state, command));
          if (typeof outcome === 'string') continue;
          for (const event of outcome) {
            if (event.type === 'TokenRotated' && event.cause === 'rotated' && command.mayOutlive === false) {
              expect(state.expiresAt === null || event.expiresAt <= state.expiresAt).toBe(true);
            }
            if (event.type === 'TokenRotated') {
              expect(event.previousLookup).toBe(state.lookup);
              expect(event.generation).toBe(state.generation + 1);
            }
            if (event.previousEndsAt !== undefined) expectShort(event, state, command);
            if (event.type === 'PreviousGenerationEnded') expect(state.previous).toMatchObject({ generation: event.generation });
            if (event.type === 'TokenRevoked') expect(event.lookup).toBe(state.lookup);
            state = decider.evolve(state, event);
            // Two are good at most, and none that something ended.
            expect(state.previous?.generation ?? state.generation - 1).toBe(state.generation - 1);
            if (state.status === 'revoked') expect(state.previous).toBeNull();
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  /** No overlap keeps what is over, and none keeps anything longer than its own end or its successor's. */
  function expectShort(
    { previousEndsAt, expiresAt }: { previousEndsAt: string; expiresAt: string | null },
    replaced: Token.Issued,
    { at: now, overlapEndsAt }: { at: string; overlapEndsAt: string },
  ): void {
    expect(['personal', 'service-account']).toContain(replaced.kind);
    expect(replaced.status).toBe('active');
    expect(previousEndsAt > now && previousEndsAt <= overlapEndsAt).toBe(true);
    for (const end of [expiresAt, replaced.expiresAt]) expect(end === null || previousEndsAt <= end).toBe(true);
  }

  it('kind and owner stay those of its first event, and no command for others is accepted', () => {
    const kindOf: Readonly<Record<string, string>> = { RotateToken: 'personal', RedeemToken: 'password-reset', ConfirmSession: 'session' };
    const issued = fc.record({ ...issue, type: fc.constant('TokenIssued'), generation: fc.constant(1), lookup: text, expiresAt: at });
    let refusals = 0;
    fc.assert(
      fc.property(issued, fc.array(commands, { maxLength: 40 }), (first, sequence) => {
        let state = decider.evolve(decider.initial, { ...first, kept: { pepperVersion: 1 } });
        for (const command of sequence) {
          const outcome = outcomeOf(() => decider.decide(state, command));
          const meant = { kind: kindOf[command.type], ...command };
          const isOther = (['kind', 'ownerKind', 'ownerId'] as const).some(
            (name) => meant[name] !== undefined && meant[name] !== state[name],
          );
          if (isOther) {
            refusals += 1;
            expect(`${command.type} ${typeof outcome}`).toBe(`${command.type} string`);
          }
          if (typeof outcome === 'string') continue;
          const { kind, ownerKind, ownerId } = state;
          state = outcome.reduce(decider.evolve, state);
          expect(state).toMatchObject({ kind, ownerKind, ownerId });
          expect(state.kind === 'password-reset' && state.expiresAt === null).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
    expect(refusals).toBeGreaterThan(500);
  });
});
