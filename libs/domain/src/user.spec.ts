import { describe, it } from '@jest/globals';
import { specify } from './testing/given.js';
import { sealed } from './testing/sealed.js';
import { decider, type Event } from './user.js';

const given = specify(decider);
const person = { homeOrganizationId: 'org', email: sealed(), emailDigest: 'digest', firstName: null, lastName: null };
const registered: Event = { type: 'UserRegistered', ...person };
const disabled: Event = { type: 'UserDisabled' };
const erased: Event = { type: 'PersonalDataErased' };
const [early, late] = ['2030-01-01T00:00:00.000Z', '2030-01-02T00:00:00.000Z'];

describe('Registering a user', () => {
  const register = { type: 'RegisterUser', ...person } as const;
  it('records the person', () =>
    given()
      .when({ ...register, passwordId: null })
      .then(registered));
  it('records the first password with the person', () =>
    given()
      .when({ ...register, passwordId: 'p1' })
      .then(registered, { type: 'PasswordSet', passwordId: 'p1' }));
  it('refuses an id that is in use', () =>
    given(registered)
      .when({ ...register, passwordId: null })
      .thenRefused('user/id-taken'));
  it('refuses the id of somebody who was erased', () =>
    given(registered, disabled, erased)
      .when({ ...register, passwordId: null })
      .thenRefused('user/id-taken'));
});

const passwordSet = (passwordId: string): Event => ({ type: 'PasswordSet', passwordId });
const setPassword = (signInsEnded: number | null) => ({ type: 'SetPassword', passwordId: 'p2', signInsEnded }) as const;

describe('Setting a password', () => {
  it('names the new vault row', () => given(registered).when(setPassword(0)).then(passwordSet('p2')));
  it('is nothing when it is already that one', () => given(registered, passwordSet('p2')).when(setPassword(0)).thenNothing());
  it('is refused for an erased user', () => given(registered, disabled, erased).when(setPassword(null)).thenRefused('user/erased'));

  describe('on the host', () => {
    it('asks nobody', () => given(registered, passwordSet('p1'), passwordSet('p3')).when(setPassword(null)).then(passwordSet('p2')));
    it('works for a disabled user, who may be enabled later', () =>
      given(registered, disabled).when(setPassword(null)).then(passwordSet('p2')));
  });

  describe('with a session or a link that was judged', () => {
    const revokedAll: Event = { type: 'TokensRevokedBefore', before: early };
    it.each([
      ['nothing', [], 0],
      ['a password that was there before', [passwordSet('p1')], 1],
      ['an earlier disabling', [disabled, { type: 'UserEnabled' }], 1],
    ] as const)('after %s works', (_, before, judgedOn) =>
      given(registered, ...before)
        .when(setPassword(judgedOn))
        .then(passwordSet('p2')),
    );
    it.each([
      ['another password', [passwordSet('p3')]],
      ['a disabling', [disabled]],
      ['a disabling that is over again', [disabled, { type: 'UserEnabled' }]],
      ['a revocation of all credentials', [revokedAll]],
    ] as const)('is refused when %s came in between', (_, between) =>
      given(registered, passwordSet('p1'), ...between)
        .when(setPassword(1))
        .thenRefused('password/changed'),
    );
  });
});

describe('Disabling and enabling a user', () => {
  it('disables', () => given(registered).when({ type: 'DisableUser' }).then(disabled));
  it('disables once', () => given(registered, disabled).when({ type: 'DisableUser' }).thenNothing());
  it('leaves an erased user as it is', () => given(registered, disabled, erased).when({ type: 'DisableUser' }).thenNothing());
  it('enables again', () => given(registered, disabled).when({ type: 'EnableUser' }).then({ type: 'UserEnabled' }));
  it('does not enable who is enabled', () => given(registered).when({ type: 'EnableUser' }).thenNothing());
  it('never brings back who was erased', () => given(registered, disabled, erased).when({ type: 'EnableUser' }).thenRefused('user/erased'));
});

describe('Giving up the address of a user', () => {
  const givenUp: Event = { type: 'UserDisabled', addressGivenUp: true };
  const giveUp = { type: 'GiveUpAddress' } as const;
  it('disables', () => given(registered).when(giveUp).then(givenUp));
  it('is said of a disabled user, too', () => given(registered, disabled).when(giveUp).then(givenUp));
  it('is said once', () => given(registered, givenUp).when(giveUp).thenNothing());
  it('is nothing where there is a password', () => given(registered, passwordSet('p1')).when(giveUp).thenNothing());
  it('is nothing where the user was erased', () => given(registered, disabled, erased).when(giveUp).thenNothing());
  it('is final', () => given(registered, givenUp).when({ type: 'EnableUser' }).thenRefused('user/address-given-up'));
  it('leaves no use for a password', () => given(registered, givenUp).when(setPassword(null)).thenRefused('user/address-given-up'));
  it('is not undone by another disabling', () => given(registered, givenUp, disabled).when(giveUp).thenNothing());
  it('does not keep the user from being erased', () => given(registered, givenUp).when({ type: 'ErasePersonalData' }).then(erased));
});

describe("Revoking all of a user's tokens", () => {
  const revokedAt = (before: string): Event => ({ type: 'TokensRevokedBefore', before, by: 'owner' });
  it('revokes what was issued before', () =>
    given(registered).when({ type: 'RevokeUserTokens', at: early, by: 'owner' }).then(revokedAt(early)));
  it('revokes again at a later moment', () =>
    given(registered, revokedAt(early)).when({ type: 'RevokeUserTokens', at: late, by: 'owner' }).then(revokedAt(late)));
  it('revokes what was issued since when the clock was set back, too', () =>
    given(registered, revokedAt(late)).when({ type: 'RevokeUserTokens', at: early, by: 'owner' }).then(revokedAt(early)));
});

describe('Erasing personal data', () => {
  it('is refused while the user is enabled', () => given(registered).when({ type: 'ErasePersonalData' }).thenRefused('user/not-disabled'));
  it('is recorded for a disabled user', () => given(registered, disabled).when({ type: 'ErasePersonalData' }).then(erased));
  it('happens once', () => given(registered, disabled, erased).when({ type: 'ErasePersonalData' }).thenNothing());
});

describe('A user who does not exist', () => {
  it.each([
    { type: 'SetPassword', passwordId: 'p', signInsEnded: null },
    { type: 'DisableUser' },
    { type: 'EnableUser' },
    { type: 'RevokeUserTokens', at: early, by: 'owner' },
    { type: 'ErasePersonalData' },
  ] as const)('cannot be the object of $type', (command) => given().when(command).thenRefused('user/not-found'));
});
