import { rulesOf } from '../../edge/authentication/header-credential.js';
import { credentialInHeader } from '../../edge/authentication/presented-credential.js';
import { below, type Dialect } from '../../edge/http/dialects.js';
import { labelboxErrors, writeLabelboxFailure } from './labelbox-failure.js';

/** `Authorization: Bearer` alone; a cookie and `X-API-Key` are not looked at. */
const rules = rulesOf<'bearer' | 'token'>((word) => (word.toLowerCase() === 'bearer' ? 'bearer' : null), null);

/** Both endpoints of the SDK, and what lies below them, where nothing is served. */
const roots = [below('/graphql'), below('/_gql')];

/** The part of Labelbox's GraphQL by which its SDK makes, lists, uses and deletes API keys. */
export const labelbox: Dialect = {
  owns: (path) => roots.some((isBelow) => isBelow(path)),
  takesForms: false,
  credentialOf: (request) => credentialInHeader(request, rules),
  takes: (kind) => kind === 'api-key',
  writeFailure: writeLabelboxFailure,
  documented: {
    sentence: 'Routes under /graphql and /_gql follow the SDK of Labelbox, as far as it is about API keys.',
    credentials: ['bearer'],
    bodies: ['application/json'],
    failure: { type: 'application/json', schema: 'LabelboxErrors' },
    schemas: { LabelboxErrors: labelboxErrors },
  },
};
