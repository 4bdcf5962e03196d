import { describe, it } from '@jest/globals';
import { specify } from './testing/given.js';
import { sealed } from './testing/sealed.js';
import { decider, type Event } from './verifier.js';

const given = specify(decider);
const verifier = { organizationId: 'org', name: sealed(), lookup: 'L1', pepperVersion: 1 };
const created: Event = { type: 'VerifierCreated', ...verifier };
const create = { type: 'CreateVerifier', ...verifier } as const;
const deleted: Event = { type: 'VerifierDeleted' };

describe('A verifier', () => {
  it('is created', () => given().when(create).then(created));
  it('is created once', () => given(created).when(create).thenNothing());
  it('keeps its id from another', () =>
    given(created)
      .when({ ...create, lookup: 'L2' })
      .thenRefused('verifier/id-taken'));
  it('is deleted, once', () => {
    given(created).when({ type: 'DeleteVerifier' }).then(deleted);
    given(created, deleted).when({ type: 'DeleteVerifier' }).thenNothing();
  });
  it('never comes back', () => given(created, deleted).when(create).thenRefused('verifier/id-taken'));
  it('that does not exist cannot be deleted', () => given().when({ type: 'DeleteVerifier' }).thenRefused('verifier/not-found'));
});
