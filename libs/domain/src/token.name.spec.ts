import { describe, it } from '@jest/globals';
import { specify } from './testing/given.js';
import { sealed } from './testing/sealed.js';
import { decider, type Event, type Kind } from './token.js';

const given = specify(decider);
const issued = (kind: Kind): Event => ({
  type: 'TokenIssued',
  kind,
  ownerKind: 'user',
  ownerId: 'ada',
  name: null,
  generation: 1,
  lookup: 'L1',
  expiresAt: '2030-01-02T00:00:00.000Z',
  kept: { pepperVersion: 1 },
});
const rename = { type: 'RenameToken', name: sealed('of the night run') } as const;
const renamed: Event = { type: 'TokenRenamed', name: rename.name };

describe('Renaming a token', () => {
  it('gives a personal token another name', () => given(issued('personal')).when(rename).then(renamed));
  it('is finished already when it has this name', () => given(issued('personal'), renamed).when(rename).thenNothing());
  it.each(['legacy', 'service-account', 'session', 'password-reset'] as const)('is refused for a token of the kind %s', (kind) =>
    given(issued(kind)).when(rename).thenRefused('token/not-named'),
  );
  it('is refused once it was revoked', () =>
    given(issued('personal'), { type: 'TokenRevoked', lookup: 'L1', reason: 'revoked' }).when(rename).thenRefused('token/revoked'));
  it('is refused where there is none', () => given().when(rename).thenRefused('token/not-found'));
});
