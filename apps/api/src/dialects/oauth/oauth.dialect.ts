import { native } from '../../edge/authentication/native.dialect.js';
import { below, type Dialect } from '../../edge/http/dialects.js';
import { writeProblem } from '../../edge/http/problem.js';
import { oauthMembers } from './oauth-problem.js';

/** What RFC 6749 and its companions say of every route here; the rest is as on the native surface. */
export const oauth: Dialect = {
  ...native,
  owns: below('/oauth'),
  takesForms: true,
  writeFailure: (reply, { failure, request, publicUrl }) =>
    writeProblem(reply, failure, request.id, publicUrl, { scheme: 'Basic', ...oauthMembers(failure) }),
  documented: { bodies: ['application/x-www-form-urlencoded', 'application/json'], failure: native.documented.failure },
};
