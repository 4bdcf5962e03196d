import { describe, expect, it } from '@jest/globals';
import * as Organization from '#domain/organization';
import * as Token from '#domain/token';
import type { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';

const revocation: Token.Command = { type: 'RevokeToken', reason: 'revoked', by: 'owner' };

/** Only the compiler reads this: each line below a comment must not compile. */
const mistakes = (ledger: Ledger, origin: Origin) => [
  ledger.on(Token.stream('t')).handle(revocation, origin),
  // @ts-expect-error: a command of tokens on an organization's stream
  ledger.on(Organization.stream('o')).handle(revocation, origin),
  // @ts-expect-error: a command that no decider knows
  ledger.on(Token.stream('t')).handle({ type: 'RenameToken' }, origin),
  // @ts-expect-error: a stream by its name alone
  ledger.on('token-t'),
  // @ts-expect-error: several commands where one is decided
  ledger.on(Token.stream('t')).handle([revocation], origin),
];

describe('A stream and its decider', () => {
  it('come together, so that no command is decided on a stream of another kind', () => {
    expect(mistakes).toBeInstanceOf(Function);
    const { name, decider } = Organization.stream('o');
    expect([name, decider]).toEqual(['organization-o', Organization.decider]);
  });
});
