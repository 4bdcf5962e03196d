import { Refusal } from '#domain/refusal';
import { below, type Dialect } from '../http/dialects.js';
import { problemDocument, writeProblem } from '../http/problem.js';
import { answerBrowser } from '../pages/failure-page.js';
import { presentedCredential } from './presented-credential.js';

/** The native surface, and what other surfaces do in the same way. */
export const native: Dialect = {
  owns: () => true,
  takesForms: false,
  credentialOf: presentedCredential,
  refuse: ({ as }) => {
    // Only somebody who holds one hears that it is one, and what it is for. What else may be wrong with it, the exchange says.
    throw new Refusal(as === 'personal' ? 'credential/not-exchanged' : 'credential/invalid');
  },
  writeFailure: (reply, failed) => {
    const { failure, request, publicUrl } = failed;
    if (!answerBrowser(reply, failed)) writeProblem(reply, failure, request.id, publicUrl);
  },
  documented: {
    bodies: ['application/json'],
    failure: { type: 'application/problem+json', schema: 'Problem' },
    schemas: { Problem: problemDocument },
  },
};

/** Pages for people, whose forms browsers send. */
export const pages: Dialect = {
  ...native,
  owns: below('/user'),
  takesForms: true,
  documented: { bodies: ['application/x-www-form-urlencoded'], failure: native.documented.failure },
};
