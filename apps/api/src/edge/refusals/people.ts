import type { RefusalCode } from '#domain/refusal';
import type { Explanation } from './explanation.js';

/** Refusals about people, their passwords, service accounts and organizations. */
export const ofPeople = {
  'organization/not-found': {
    cause: 'The organization that the credential acts in does not exist, or its creation was not finished.',
    remedy: 'Start the server again: an unfinished first start is finished then.',
  },
  'organization/id-taken': {
    cause: 'An organization was to be created under an id that another one has.',
    remedy: 'Repeat it with a new id.',
  },
  'organization/last-owner': {
    cause: 'It would leave the organization without an owner who can sign in.',
    remedy: 'Make somebody else an owner first.',
  },
  'organization/ttl-out-of-range': {
    cause: 'The time-to-live of personal access tokens is not a whole number of days from 1 to 73000.',
    remedy: 'Send such a number. There is no "for ever".',
  },
  'organization/allowance-out-of-range': {
    cause: 'The allowance of service accounts is negative, not whole, or above what the installation permits.',
    remedy: 'Choose a smaller one, or ask the operator to raise `KEYLEDGER_SERVICE_ACCOUNT_ALLOWANCE_MAX`.',
  },
  'owner/not-found': {
    cause: 'The person is not, or not any more, an owner of the organization.',
    remedy: 'Read the person again: somebody has changed the role meanwhile.',
  },
  'service-account/not-found': {
    cause: 'No service account of this organization has this id, or it was deleted.',
    remedy: 'List the service accounts to find the id.',
  },
  'service-account/id-taken': {
    cause: 'An id was chosen for a service account that another one has or had.',
    remedy: 'Repeat the request; a new id is chosen.',
  },
  'service-account/name-taken': {
    cause: 'Another service account of the organization has this name.',
    remedy: 'Choose another name, or delete the other one.',
  },
  'service-account/allowance-used': {
    cause: 'The organization has as many service accounts as its allowance permits.',
    remedy: 'Delete one that is not needed, or ask an owner to raise the allowance with `POST /v1/service-accounts/allowance-requests`.',
  },
  'service-account/deleted': {
    cause: 'The service account was deleted, which is final.',
    remedy: 'Create a new one.',
  },
  'allowance-request/open': {
    cause: 'The person has asked for a greater allowance of service accounts before, and that request is still open.',
    remedy: 'Wait for the answer, which the list of requests shows; a new request is possible then.',
  },
  'allowance-request/not-open': {
    cause: 'No request of this organization has this id, or an owner has answered it already.',
    remedy: 'List the requests with `state=open` to find those that wait for an answer.',
  },
  'allowance-request/not-raised': {
    cause: 'The allowance that was to be granted is not above the present one, so the request would get nothing.',
    remedy: 'Grant a greater one, or decline the request with a note.',
  },
  'email/invalid': {
    cause: 'The text is no e-mail address of plain ASCII characters. Others are refused because two of them may look alike.',
    remedy: 'Send the plain address, `name@example.com`.',
  },
  'email/taken': {
    cause: 'Another person, in this or another organization, has this address; upper and lower case count as the same.',
    remedy: 'Use another address, or find the person who has it.',
  },
  'email/asked-too-often': {
    cause: 'An API credential tried ten addresses within an hour that somebody has already.',
    remedy: 'Wait the seconds that `Retry-After` names, or register people in a session.',
  },
  'user/not-found': {
    cause: 'No person with this id has this organization as home.',
    remedy: 'List the users to find the id. People of other organizations look as if they did not exist.',
  },
  'user/id-taken': {
    cause: 'An id was chosen for a person that another one has.',
    remedy: 'Repeat the request; a new id is chosen.',
  },
  'user/disabled': {
    cause: 'The person is disabled, so the role can be lowered but not raised, and no password can be set.',
    remedy: 'Enable the person first, who then has the role that stands at that moment.',
  },
  'user/not-disabled': {
    cause: 'Erasing cannot be undone, so it is done only to somebody who is disabled already.',
    remedy: 'Disable the person, then erase.',
  },
  'user/erased': {
    cause: 'The personal data of this person was erased, which is final.',
    remedy: 'Register the person anew, under a new id.',
  },
  'user/address-given-up': {
    cause: 'An API credential registered the person, who got no password within 30 days, so somebody else may have the address by now.',
    remedy: 'Register the person anew.',
  },
  'user/self': {
    cause: 'Nobody erases the own account, so that nobody is locked out by mistake.',
    remedy: 'Ask another owner.',
  },
  'member/not-found': {
    cause: 'The person has no membership in this organization.',
    remedy: 'List the users to find whom you mean.',
  },
  'member/is-owner': {
    cause: 'The membership of an owner was to be deactivated. What an owner may do comes from the ownership, which would stay.',
    remedy: 'Give the person another role first; then deactivate the membership.',
  },
  'password/control-character': {
    cause: 'The new password holds a control character, which nobody can type into the form. It often is the end of a line from a file.',
    remedy: 'Send the password without it.',
  },
  'password/too-short': {
    cause: 'The new password has fewer than 15 characters.',
    remedy: 'Use a longer one; a few words are easier to remember than a few signs.',
  },
  'password/too-long': {
    cause: 'The new password has more than 1024 bytes.',
    remedy: 'Use a shorter one.',
  },
  'password/too-common': {
    cause: 'The new password is made of well-known words, of your names, of something repeated, or of a run on the keyboard.',
    remedy: 'Choose one that nobody would try.',
  },
  'password/wrong': {
    cause: 'The current password that was sent to confirm is not the one of this account.',
    remedy: 'Try again with care; an administrator makes a link for a new password.',
  },
  'password/changed': {
    cause: 'While the new password was prepared, another one was set, or the person was disabled.',
    remedy: 'If you are still signed in, send it again, with the password that is the current one now.',
  },
  'password-reset/invalid': {
    cause:
      'The link was used or taken away, is older than an hour, or was not copied whole. Or since it was made the person was disabled, ' +
      'has a new password or a higher role; or the one who asked for it may do so no more.',
    remedy: 'Ask an administrator for a new link.',
  },
  'password-reset/not-found': {
    cause: 'No link that was made for this person has this id.',
    remedy: "List the person's reset links to find the id.",
  },
} as const satisfies Partial<Record<RefusalCode, Explanation>>;
