import { memberOf } from './member-of.js';
import { type By, type Owners, requireMayGrant, requireStillOwner } from './organization.owners.js';
import { allowanceOf, changeAllowance, ownersOnly, type Settings, type SettingsEvent } from './organization.settings.js';
import { Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';

/** The requests for a greater allowance of service accounts, by id: who asked, and null once an owner has answered. */
export type AllowanceRequests = Readonly<Record<string, string | null>>;

/** The part of the organization's events that only concerns requests for a greater allowance. `userId` is always who asked. */
export type AllowanceRequestEvent =
  /** An administrator asks the owners for a greater allowance. `reason` is sealed under the key of who asked. */
  | { type: 'ServiceAccountAllowanceRequested'; allowanceRequestId: string; userId: string; reason: Sealed }
  /** An owner granted the request. The event that changes the allowance stands beside this one. */
  | { type: 'ServiceAccountAllowanceGranted'; allowanceRequestId: string; userId: string; allowance: number }
  /** An owner declined the request. `note` is sealed under the key of that owner. */
  | { type: 'ServiceAccountAllowanceDeclined'; allowanceRequestId: string; userId: string; note?: Sealed };

export type AllowanceRequestCommand =
  | { type: 'RequestServiceAccountAllowance'; allowanceRequestId: string; userId: string; reason: Sealed }
  | ({ type: 'GrantServiceAccountAllowance'; allowanceRequestId: string; allowance: number; allowanceMax: number } & By)
  | ({ type: 'DeclineServiceAccountAllowance'; allowanceRequestId: string; note?: Sealed } & By);

interface Present {
  readonly settings: Settings;
  readonly owners: Owners;
  readonly allowanceRequests: AllowanceRequests;
}

/**
 * Decides about a request for a greater allowance. A person has one open request at most, and only an owner answers it.
 *
 * @throws Refusal when the request is not open, or the caller is no owner, or the allowance that is granted is not greater
 */
export function decideAllowanceRequests(state: Present, command: AllowanceRequestCommand): (AllowanceRequestEvent | SettingsEvent)[] {
  if (command.type === 'RequestServiceAccountAllowance') return request(state, command);
  ownersOnly(command.byRole);
  requireStillOwner(state, command);
  const { allowanceRequestId } = command;
  const userId = memberOf(state.allowanceRequests, allowanceRequestId) ?? null;
  if (userId === null) throw new Refusal('allowance-request/not-open');
  if (command.type === 'DeclineServiceAccountAllowance') {
    const { note } = command;
    return [{ type: 'ServiceAccountAllowanceDeclined', allowanceRequestId, userId, ...(note !== undefined && { note }) }];
  }
  requireMayGrant(state, command);
  const { allowance, allowanceMax } = command;
  if (allowance <= allowanceOf(state.settings)) throw new Refusal('allowance-request/not-raised');
  const changed = changeAllowance(state.settings, allowance, allowanceMax);
  return [{ type: 'ServiceAccountAllowanceGranted', allowanceRequestId, userId, allowance }, ...changed];
}

function request(
  { allowanceRequests }: Present,
  { allowanceRequestId, userId, reason }: Extract<AllowanceRequestCommand, { type: 'RequestServiceAccountAllowance' }>,
): AllowanceRequestEvent[] {
  const askedBy = memberOf(allowanceRequests, allowanceRequestId);
  if (askedBy === userId) return [];
  // The id of a repeated request is that of the first one, which may have been answered meanwhile.
  if (askedBy !== undefined) throw new Refusal('allowance-request/not-open');
  if (Object.values(allowanceRequests).includes(userId)) throw new Refusal('allowance-request/open');
  return [{ type: 'ServiceAccountAllowanceRequested', allowanceRequestId, userId, reason }];
}

/** Returns the requests after `happened`, an event of any type. */
export function allowanceRequestsAfter(requests: AllowanceRequests, happened: { readonly type: string }): AllowanceRequests {
  const event = happened as AllowanceRequestEvent;
  switch (event.type) {
    case 'ServiceAccountAllowanceRequested':
      return { ...requests, [event.allowanceRequestId]: event.userId };
    case 'ServiceAccountAllowanceGranted':
    case 'ServiceAccountAllowanceDeclined':
      return { ...requests, [event.allowanceRequestId]: null };
    default:
      event satisfies never;
      return requests;
  }
}
