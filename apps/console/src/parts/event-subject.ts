import type { ActivityView } from '#api/features/activity/activity-view';
import { thingOf } from './told-events.js';

/** Members of events that name whom they are about, the first one that is there. */
const members = ['userId', 'serviceAccountId', 'ownerId', 'firstOwnerId'] as const;

/** The id of the person, service account or verifier that something was done to; null where it was nobody. */
export function subjectOf({ stream, details, names = {} }: Pick<ActivityView, 'stream' | 'details' | 'names'>): string | null {
  const named = members.map((member) => details[member]).find((value) => typeof value === 'string');
  if (typeof named === 'string') return named;
  const token = [details.tokenId, thingOf({ stream })].find((id) => typeof id === 'string' && names[id]?.ownerId !== undefined);
  if (typeof token === 'string') return names[token].ownerId ?? null;
  return /^(user|serviceaccount|verifier)-/.test(stream) ? thingOf({ stream }) : null;
}

/** The network address that it was done from, where the answer has it. */
export function addressIn({ details }: Pick<ActivityView, 'details'>): string | null {
  const address = details.source ?? details.ip;
  return typeof address === 'string' ? address : null;
}
