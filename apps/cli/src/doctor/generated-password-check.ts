import type * as Organization from '#domain/organization';
import * as User from '#domain/user';
import type { LogView } from '#event-store/embedded/log-view';
import { toEvent } from '#event-store/upcast';
import { type Finding, ok, warn } from './finding.js';

/** The first organization is created within this many events of the first start. */
const firstEvents = 100;

/**
 * Checks whether the first owner still signs in with the password that the first start printed or wrote to a file; returns no finding
 * before there is an owner.
 */
export function checkGeneratedPassword(view: LogView): Finding[] {
  const created = view.page(null, firstEvents).find(({ type }) => type === 'OrganizationCreated');
  if (!created) return [];
  const { firstOwnerId } = toEvent<Extract<Organization.Event, { type: 'OrganizationCreated' }>>(created);
  const past = view.stream(User.stream(firstOwnerId).name).map((recorded) => toEvent<User.Event>(recorded));
  const newest = past.findLast((event) => event.type === 'PasswordSet');
  if (newest?.type !== 'PasswordSet' || !newest.generated) return [ok('password', 'The first owner chose the password.')];
  const detail = 'The first owner still has the password that the first start generated.';
  return [warn('password', detail, 'Sign in and choose another one, on the page /user/password; then delete owner-password.txt.')];
}
