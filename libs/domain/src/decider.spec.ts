import { describe, expect, it } from '@jest/globals';
import { inSequence, restingOn } from './decider.js';
import { decider, stream } from './organization.js';
import { defaultSettings } from './organization.settings.js';
import { Refusal } from './refusal.js';
import { sealed } from './testing/sealed.js';

describe('Several commands decided as one', () => {
  const { decider: organization } = inSequence(stream('acme'));
  const state = organization.evolve(organization.initial, {
    type: 'OrganizationCreated',
    name: sealed(),
    firstOwnerId: 'owner',
    settings: defaultSettings,
  });

  it('each sees what those before it decided', () => {
    const events = organization.decide(state, [
      { type: 'SetTokenTtl', days: 30, mayRaise: true },
      { type: 'SetTokenTtl', days: 30, mayRaise: true },
      { type: 'SetTokenTtl', days: 365, mayRaise: true },
    ]);
    expect(events.map((event) => event.type === 'TokenTtlChanged' && event.personalAccessTokenTtlDays)).toEqual([30, 365]);
  });

  it('decide nothing when one of them is refused', () => {
    const commands = [
      { type: 'DisableTokenType', tokenType: 'personal', mayRaise: true },
      { type: 'SetTokenTtl', days: 0, mayRaise: true },
    ] as const;
    expect(() => organization.decide(state, commands)).toThrow(Refusal);
  });

  it('decide nothing when there are none', () => {
    expect(organization.decide(state, [])).toEqual([]);
  });
});

describe('A decision that rests on what another stream says', () => {
  let isStill = true;
  const { name, decider: organization } = restingOn(stream('acme'), () => {
    if (!isStill) throw new Refusal('role/above-own');
  });
  const creation = { type: 'CreateOrganization', name: sealed(), firstOwnerId: 'owner', settings: defaultSettings } as const;

  it('is made as long as that is so', () => expect(organization.decide(organization.initial, creation)).toHaveLength(1));

  it('is refused once it is so no more, whenever somebody looked before', () => {
    isStill = false;
    expect(() => organization.decide(organization.initial, creation)).toThrow(Refusal);
  });

  it('folds what happened into the same state, so that a long stream is folded once', () =>
    expect([name, organization.evolve]).toEqual([stream('acme').name, decider.evolve]));
});
