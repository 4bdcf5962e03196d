import { describe, expect, it } from '@jest/globals';
import { inSequence } from './decider.js';
import { decider } from './organization.js';
import { defaultSettings } from './organization.settings.js';
import { Refusal } from './refusal.js';

describe('Several commands decided as one', () => {
  const organization = inSequence(decider);
  const state = organization.evolve(organization.initial, {
    type: 'OrganizationCreated',
    name: 'sealed',
    firstOwnerId: 'owner',
    settings: defaultSettings,
  });

  it('each sees what those before it decided', () => {
    const events = organization.decide(state, [
      { type: 'SetTokenTtl', days: 30 },
      { type: 'SetTokenTtl', days: 30 },
      { type: 'SetTokenTtl', days: 365 },
    ]);
    expect(events.map((event) => event.type === 'TokenTtlChanged' && event.personalAccessTokenTtlDays)).toEqual([30, 365]);
  });

  it('decide nothing when one of them is refused', () => {
    const commands = [
      { type: 'DisableTokenType', tokenType: 'personal' },
      { type: 'SetTokenTtl', days: 0 },
    ] as const;
    expect(() => organization.decide(state, commands)).toThrow(Refusal);
  });

  it('decide nothing when there are none', () => {
    expect(organization.decide(state, [])).toEqual([]);
  });
});
