import type { RefusalCode } from '#domain/refusal';
import type { Explanation } from './explanation.js';

/** Refusals of how something was asked, by whom, and when. */
export const ofRequests = {
  'request/invalid': {
    cause:
      'The body is no JSON, or a member or parameter is missing, unknown or of another form. `members` names each and what it must be.',
    remedy: 'Correct what `members` names. The route and its members stand in the API documentation; unknown members are refused too.',
  },
  'request/precondition-failed': {
    cause: 'The request carries `If-Match` with the `ETag` of an earlier state, and somebody has changed it since.',
    remedy: 'Read it again, decide whether your change still makes sense, and send it with the new `ETag`.',
  },
  'request/not-acceptable': {
    cause: 'The request carries `Accept` with types of which this route answers none. `members` names those that there are.',
    remedy: 'Name one of them, or send `*/*` or no `Accept` at all.',
  },
  'idempotency/already-created': {
    cause: 'A request with this `Idempotency-Key` succeeded before. `id` names what it created; its credential was shown then.',
    remedy: 'Nothing is to be done if the first answer arrived. If it was lost, revoke or reset what `id` names and create it anew.',
  },
  'idempotency/in-progress': {
    cause: 'Another request with this `Idempotency-Key` has not been answered yet.',
    remedy: 'Wait a moment and send the same request again.',
  },
  'idempotency/other-body': {
    cause: 'This `Idempotency-Key` was sent before with another body; keys count for a day.',
    remedy: 'Use a new key for each thing that you create, and the same key only to repeat the very same request.',
  },
  'credential/missing': {
    cause: 'The request carries no `Authorization`, no `X-API-Key` and no session cookie.',
    remedy: 'Send `Authorization: Bearer <access token>`, or `Token <legacy or service-account token>`, or sign in.',
  },
  'credential/invalid': {
    cause:
      'The credential is unknown, malformed, expired, revoked or replaced, its owner is disabled, its type is switched off, or it came ' +
      'under a scheme that is not its own. Which of these is told to nobody who might be guessing.',
    remedy:
      'Make a new access token from the personal access token, or sign in again. An administrator sees in the activity log why a known ' +
      'credential was refused.',
  },
  'credential/not-exchanged': {
    cause:
      'A personal access token was sent in a header. It is the credential that access tokens are made with, and opens nothing itself. ' +
      'Whether it is still good the exchange says.',
    remedy:
      'Send it as `{"refresh": "…"}` to `POST /api/token/refresh`, and the access token from the answer as `Authorization: Bearer`. The ' +
      'SDK and the command line do so by themselves.',
  },
  'credential/ambiguous': {
    cause: 'The request carries two credentials in its headers: one of `Authorization` and `X-API-Key` twice, or each of them.',
    remedy: 'Send exactly one. If a proxy adds a header of its own, let it replace the one that clients send.',
  },
  'permission/denied': {
    cause:
      'The role of this credential, which is never higher than that of its owner, does not include this, or the route is for people only.',
    remedy: 'Ask somebody whose role does, or an administrator for another role. The permission table says who may call what.',
  },
  'permission/confirmation-required': {
    cause:
      'What grants rights needs a session whose password was checked in the last 15 minutes. API credentials may only read and revoke.',
    remedy:
      'Sign in, or confirm the password at `POST /v1/sessions/current/confirm`, and repeat the request. An owner may relax this for the ' +
      'organization by `apiCredentialsMayIssue`.',
  },
  'permission/password-change-required': {
    cause: 'The session was begun with a password that another person chose, who knows it.',
    remedy: 'Choose another one at `PUT /v1/users/me/password`, or on the page that the sign-in form leads to, and repeat the request.',
  },
  'permission/cross-origin': {
    cause: 'A browser sent a cookie, or a sign-in, from a page of another origin.',
    remedy: 'Call from a page of this server. Programs, and pages of other origins, send a credential in a header.',
  },
  'role/above-own': {
    cause: 'Whom or what this is about has, or would get, a role above that of the caller; only owners act on owners and on auditors.',
    remedy: 'Ask somebody whose role is at least as high as both.',
  },
  'backup/too-soon': {
    cause: 'A running server makes one backup in ten minutes and twenty in a day, no matter who asks, since each is a copy of everything.',
    remedy: 'Wait the seconds that `Retry-After` names, or copy the newest one: its folder says when it was made.',
  },
  'backup/no-room': {
    cause: 'The copies would leave less of the disk than `KEYLEDGER_READY_FREE_MIB`, and the server would no longer be ready.',
    remedy:
      'Move backups to another place, or remove old ones on the host by `keyledger backup prune --keep 7`. ' +
      '`KEYLEDGER_BACKUP_DIR` may lie on another disk.',
  },
  'operation/not-found': {
    cause: 'No operation with this id ran since the server was started, or so many have run since that it is forgotten.',
    remedy: 'Begin it again: an operation that the end of a process cut off left nothing behind.',
  },
  'operation/in-progress': {
    cause: 'A backup or a rebuild of a read model is in progress, and one runs at a time.',
    remedy: 'Ask for the operation that runs until it has ended, and begin yours then.',
  },
  'projection/not-found': {
    cause: 'The name is not one of the read models that this version of the server stores.',
    remedy: 'List the read models to find its name.',
  },
  'activity/event-not-found': {
    cause: 'No event has this id, or it concerns neither you nor, where you oversee it, your organization.',
    remedy: 'Look for the event in the activity log; only those who oversee the organization see what others did.',
  },
  'activity/replays-in-progress': {
    cause: 'A replay is answered for a while: at most two with one credential, four of one person and eight of all together at a time.',
    remedy:
      'End one that goes on, or repeat the request after the seconds that `Retry-After` names. One that follows the log makes others ' +
      'unnecessary.',
  },
  'activity/position-invalid': {
    cause:
      'A `Keyledger-Min-Position`, `after` or `cursor` is not a place in this log: it is mistyped, or it comes from another installation.',
    remedy: 'Send a position exactly as this server answered it, or leave it out to read from the beginning.',
  },
  'service/not-caught-up': {
    cause:
      'The request asks for a state that this process had not reached within two seconds, or the read model that `readModel` names, ' +
      'from which it would be answered, is behind. Nothing was changed.',
    remedy:
      'Repeat it after the seconds that `Retry-After` names; what is read from other read models is answered meanwhile. If it goes on, ' +
      'look at readiness and at the lag of this projection.',
  },
  'service/unavailable': {
    cause:
      'Nothing was changed: the log cannot be written (a full disk, most often), it is stopping, or too many passwords are being checked.',
    remedy: 'Repeat it after the seconds that `Retry-After` names. If it goes on, `/ready` on the metrics port says what is wrong.',
  },
} as const satisfies Partial<Record<RefusalCode, Explanation>>;
