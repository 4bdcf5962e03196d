import fc from 'fast-check';
import { defaultSettings } from '#domain/organization.settings';
import { roles } from '#domain/role';
import type { Actor, Recorded } from '#event-store/envelope';
import { draft } from './events.js';
import { histories, lookupOf, organizations, owners, signingKeys, tokenIdOf, tokens } from './token-histories.js';

interface Happening {
  readonly stream: string;
  readonly type: string;
  readonly organizationId: string | null;
  readonly actor?: Actor;
  readonly data: Record<string, unknown>;
}

const owner = fc.constantFrom(...owners);
const organization = fc.constantFrom(...organizations);
const ids = fc.uniqueArray(fc.constantFrom('1', '2', '3'));
const role = fc.constantFrom(...roles);
/** With a credential or, as an operator, without. */
const actor = fc
  .option(fc.nat(tokens - 1).map(tokenIdOf), { nil: null })
  .map((credentialId): Actor => ({ kind: 'user', id: 'ada', ...(credentialId !== null && { credentialId }) }));
const number = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });

/** One of these types on this kind of stream, about somebody in some organization. */
const of = (
  streamOf: (who: string, where: string) => string,
  types: readonly string[],
  data: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<Happening> =>
  fc
    .record({ who: owner, where: organization, type: fc.constantFrom(...types), actor, data: fc.record(data) })
    .map(({ who, where, type, actor, data }) => ({
      stream: streamOf(who, where),
      type,
      actor,
      organizationId: where,
      data: { userId: who, serviceAccountId: who, firstOwnerId: who, organizationId: where, homeOrganizationId: where, ...data },
    }));

const user = (who: string) => `user-${who}`;
const email = (who: string) => `email-${who}`;
const account = (who: string) => `serviceaccount-${who}`;
const member = (who: string, where: string) => `membership-${where}-${who}`;
const organizationStream = (_who: string, where: string) => `organization-${where}`;
const anywhere = fc.constantFrom('installation', 'user-ada', 'organization-north', 'membership-north-ada', `token-${tokenIdOf(0)}`);

const happenings: fc.Arbitrary<Happening> = fc.oneof(
  of(user, ['UserRegistered'], { emailDigest: fc.constantFrom('x', 'y'), email: fc.constant('sealed') }),
  of(user, ['UserDisabled', 'UserEnabled', 'TokensRevokedBefore', 'PersonalDataErased', 'PasswordSet'], { passwordId: owner }),
  of(email, ['EmailClaimed', 'EmailReleased'], { number }),
  of(member, ['MemberJoined', 'MemberRoleChanged', 'MemberDeactivated', 'MemberReactivated'], { role }),
  of(organizationStream, ['OrganizationCreated'], { name: fc.constant('sealed'), settings: fc.constant(defaultSettings) }),
  of(organizationStream, ['OwnerAdded', 'OwnerSuspended', 'OwnerResumed', 'OwnerRemoved']),
  of(organizationStream, ['TokenTypeEnabled', 'TokenTypeDisabled'], { tokenType: fc.constantFrom('personal', 'legacy') }),
  of(organizationStream, ['ServiceAccountAdmitted', 'ServiceAccountReleased'], { number }),
  of(account, ['ServiceAccountCreated'], { name: fc.constant('sealed'), role, tokenId: owner, workspaceIds: ids, projectIds: ids }),
  of(account, ['ServiceAccountRoleChanged'], { role }),
  of(account, ['ServiceAccountAssigned', 'ServiceAccountUnassigned'], { workspaceIds: ids, projectIds: ids }),
  of((who) => `verifier-${who}`, ['VerifierCreated', 'VerifierDeleted'], { name: fc.constant('sealed'), lookup: fc.nat(3).map(lookupOf) }),
  of(() => 'installation', ['LogCreated', 'RestoreDeclared']),
  of(() => 'installation', ['SessionLimitsChanged'], { idleSeconds: fc.constantFrom(60, 600), ageSeconds: fc.constant(6000) }),
  of(() => 'installation', ['SigningKeyRetired'], { kid: fc.constantFrom(...signingKeys) }),
  anywhere.map((stream) => ({ stream, type: 'FromTheFuture', organizationId: null, data: {} })),
);

/** A log in which anything happens to a few people, service accounts, organizations, verifiers and tokens, in any order. */
export const indexHistories: fc.Arbitrary<Recorded[]> = fc
  .tuple(histories, fc.array(happenings, { maxLength: 60 }), fc.infiniteStream(fc.boolean()))
  .map(([ofTokens, others, turns]) => {
    const log: Recorded[] = [];
    for (let [token, other] = [0, 0]; token < ofTokens.length || other < others.length; ) {
      const isOther = token === ofTokens.length || (other < others.length && turns.next().value);
      const position = BigInt(log.length + 1);
      const id = tokenIdOf(log.length);
      if (!isOther) log.push({ ...ofTokens[token++], id, position });
      else log.push({ ...draft(others[other].data, id), critical: true, revision: 0, ...others[other++], position });
    }
    return log;
  });
