import { describe, it } from '@jest/globals';
import { decider } from './email.js';
import { specify } from './testing/given.js';

const given = specify(decider);
const claimed = { type: 'EmailClaimed', userId: 'ada', organizationId: 'org' } as const;
const released = { type: 'EmailReleased', userId: 'ada' } as const;
const claimBy = (userId: string) => ({ type: 'ClaimEmail', userId, organizationId: 'org' }) as const;

describe('An e-mail address', () => {
  it('is claimed by the first who asks', () => given().when(claimBy('ada')).then(claimed));
  it('is claimed provisionally where the claim says so', () =>
    given()
      .when({ ...claimBy('ada'), provisional: true })
      .then({ ...claimed, provisional: true }));
  it('stays with its holder, who may ask again', () => given(claimed).when(claimBy('ada')).thenNothing());
  it('is refused to anybody else', () => given(claimed).when(claimBy('bob')).thenRefused('email/taken'));
  it('is released by its holder', () => given(claimed).when({ type: 'ReleaseEmail', userId: 'ada' }).then(released));
  it('is not released by somebody who does not hold it', () => given(claimed).when({ type: 'ReleaseEmail', userId: 'bob' }).thenNothing());
  it('is not released when nobody holds it', () => given().when({ type: 'ReleaseEmail', userId: 'ada' }).thenNothing());
  it('is free for somebody else once it was released', () =>
    given(claimed, released).when(claimBy('bob')).then({ type: 'EmailClaimed', userId: 'bob', organizationId: 'org' }));
});
