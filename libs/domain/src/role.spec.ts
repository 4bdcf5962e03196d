import { describe, expect, it } from '@jest/globals';
import { isAtLeast, isRaise, isUnscoped, mayActOn, mayResetPassword, type Role, roles } from './role.js';

/** Rows are the acting roles, columns the roles acted on: annotator, reviewer, manager, administrator, owner, auditor. */
const acting: Record<Role, string> = {
  annotator: 'y-----',
  reviewer: 'yy----',
  manager: 'yyy---',
  administrator: 'yyyy--',
  owner: 'yyyyyy',
  auditor: '------',
};

/** Rows are the role before, columns the role after, in the same order. */
const raising: Record<Role, string> = {
  annotator: '-yyyyy',
  reviewer: '--yyyy',
  manager: '---yyy',
  administrator: '----yy',
  owner: '-----y',
  auditor: 'yyyyy-',
};

/** Rows are the roles that ask for a reset link, columns the roles of the person it is for, in the same order. */
const resetting: Record<Role, string> = {
  annotator: '------',
  reviewer: '------',
  manager: '------',
  administrator: 'yyyy--',
  owner: 'yyyyyy',
  auditor: '------',
};

const pairs = (table: Record<Role, string>) =>
  roles.flatMap((row) => roles.map((column, index) => [row, column, table[row][index] === 'y'] as const));

describe('Roles', () => {
  it.each(pairs(acting))('%s acting on %s: %s (SR-37)', (actor, subject, may) => expect(mayActOn(actor, subject)).toBe(may));
  it.each(pairs(raising))('from %s to %s grants rights: %s', (from, to, gives) => expect(isRaise(from, to)).toBe(gives));
  it.each(pairs(resetting))('a link that %s asked for, for %s, counts: %s', (by, person, may) =>
    expect(mayResetPassword(by, person)).toBe(may),
  );

  it('form a ladder on which an auditor stands nowhere', () => {
    expect(roles.filter((role) => isAtLeast(role, 'annotator'))).toEqual(['annotator', 'reviewer', 'manager', 'administrator', 'owner']);
    expect(roles.filter((role) => isAtLeast(role, 'administrator'))).toEqual(['administrator', 'owner']);
  });

  it('of administrators, owners and auditors reach the whole organization', () =>
    expect(roles.filter(isUnscoped)).toEqual(['administrator', 'owner', 'auditor']));
});
