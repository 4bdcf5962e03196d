import { type RefusalCode, refusals } from '#domain/refusal';
import { anchorOf, statusOf } from '../http/failure.js';
import type { Explanation } from './explanation.js';
import { ofPeople } from './people.js';
import { ofRequests } from './requests.js';
import { ofTokens } from './tokens.js';

/** A code without an explanation does not compile. */
const explanations: Readonly<Record<RefusalCode, Explanation>> = { ...ofRequests, ...ofTokens, ...ofPeople };

export interface Section extends Explanation {
  readonly code: RefusalCode;
  readonly anchor: string;
  readonly status: number;
  readonly meaning: string;
}

/** What the reference and the page of a running server say of every refusal, in the order of the codes. */
export const sections: readonly Section[] = (Object.keys(refusals) as RefusalCode[]).map((code) => ({
  code,
  anchor: anchorOf(code),
  status: statusOf[code],
  meaning: refusals[code],
  ...explanations[code],
}));
