import { describe, expect, it } from '@jest/globals';
import { NameDigests } from '#credentials/name-digests';
import { someKeys } from './some-keys.js';

const zeroWidthNonJoiner = '\u200c';
const names = new NameDigests(someKeys());
const digest = (name: string) => names.digest('an organization', name);

describe('Two names', () => {
  it.each([
    ['Robot', 'robot'],
    ['robot 7', 'robot\u00a07'],
    ['robot 7', ' robot  7 '],
    ['robot 7', 'robot\u30007'],
    ['ＲＯＢＯＴ', 'robot'],
    ['ﬁle', 'file'],
    ['É', 'e\u0301'],
    ['ΟΔΟΣ', 'οδος'],
    [`ro${zeroWidthNonJoiner}bot`, 'robot'],
  ])('are one where a reader sees one: %s and %s', (one, other) => expect(digest(one)).toBe(digest(other)));

  it.each([
    ['robot', 'robots'],
    ['robot 7', 'robot7'],
    ['é', 'e'],
    ['robot', 'rоbot'],
  ])('are two otherwise: %s and %s', (one, other) => expect(digest(one)).not.toBe(digest(other)));
});
