import { describe, it } from '@jest/globals';
import { decider, type Event } from './installation.js';
import { specify } from './testing/given.js';

const given = specify(decider);
const publish = (kid: string) => ({ type: 'PublishSigningKey', kid, publicJwk: { kty: 'EC' }, vaultId: `v-${kid}` }) as const;
const published = (kid: string): Event => ({ type: 'SigningKeyPublished', kid, publicJwk: { kty: 'EC' }, vaultId: `v-${kid}` });
const activated = (kid: string): Event => ({ type: 'SigningKeyActivated', kid });
const retired = (kid: string): Event => ({ type: 'SigningKeyRetired', kid });

describe('A log', () => {
  it('is created with its first pepper', () =>
    given()
      .when({ type: 'CreateLog', pepperVersion: 1, keyChecks: { 'pepper-1': 'c' } })
      .then({ type: 'LogCreated', keyChecks: { 'pepper-1': 'c' } }, { type: 'PepperAdded', version: 1 }));
  it('is created once', () => given({ type: 'LogCreated' }).when({ type: 'CreateLog', pepperVersion: 2, keyChecks: {} }).thenNothing());
});

describe('A restore', () => {
  const declare = { type: 'DeclareRestore', endedAt: '5', hadReached: '9' } as const;
  const declared: Event = { type: 'RestoreDeclared', endedAt: '5', hadReached: '9' };
  it('is declared, once', () => {
    given().when(declare).then(declared);
    given(declared).when(declare).thenNothing();
  });
  it('may be declared again after another one', () =>
    given(declared)
      .when({ ...declare, endedAt: '7' })
      .then({ ...declared, endedAt: '7' }));
});

describe('A mark', () => {
  const marked: Event = { type: 'LogMarked', endedAt: '5' };
  it('is made anew, and recorded once for each place in the log', () => {
    given().when({ type: 'MarkLog', endedAt: '5' }).then(marked);
    given(marked).when({ type: 'MarkLog', endedAt: '5' }).thenNothing();
    given(marked)
      .when({ type: 'MarkLog', endedAt: '7' })
      .then({ ...marked, endedAt: '7' });
  });
});

describe('A signing key', () => {
  it('is published before it signs', () => {
    given().when(publish('k1')).then(published('k1'));
    given().when({ type: 'ActivateSigningKey', kid: 'k1' }).thenRefused('signing-key/not-found');
  });
  it('is published once', () => given(published('k1')).when(publish('k1')).thenNothing());
  it('becomes the active one', () => given(published('k1')).when({ type: 'ActivateSigningKey', kid: 'k1' }).then(activated('k1')));
  it('stays the active one', () => given(published('k1'), activated('k1')).when({ type: 'ActivateSigningKey', kid: 'k1' }).thenNothing());
  it('may become active again after another was', () =>
    given(published('k1'), activated('k1'), published('k2'), activated('k2'))
      .when({ type: 'ActivateSigningKey', kid: 'k1' })
      .then(activated('k1')));
  it('is retired, once, when another signs', () => {
    const both = [published('k1'), activated('k1'), published('k2'), activated('k2')];
    given(...both)
      .when({ type: 'RetireSigningKey', kid: 'k1' })
      .then(retired('k1'));
    given(...both, retired('k1'))
      .when({ type: 'RetireSigningKey', kid: 'k1' })
      .thenNothing();
  });
  it('that signs is not retired, nor is one that does not exist', () => {
    given(published('k1'), activated('k1')).when({ type: 'RetireSigningKey', kid: 'k1' }).thenRefused('signing-key/active');
    given().when({ type: 'RetireSigningKey', kid: 'k1' }).thenRefused('signing-key/not-found');
  });
  it('is never used again once it was retired', () => {
    given(published('k1'), activated('k1'), retired('k1'))
      .when({ type: 'ActivateSigningKey', kid: 'k1' })
      .thenRefused('signing-key/retired');
    given(published('k1'), retired('k1')).when(publish('k1')).thenRefused('signing-key/retired');
  });
});
