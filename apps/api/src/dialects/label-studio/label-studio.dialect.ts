import { below, type Dialect } from '../../edge/http/dialects.js';
import { labelStudioError, writeLabelStudioFailure } from './envelope.js';
import { labelStudioCredential, refuseForLabelStudio } from './label-studio-credential.js';
import { labelStudioRelease } from './release.js';

/** The wire contract of Label Studio, for the clients that were written for it. */
export const labelStudio: Dialect = {
  owns: below('/api'),
  takesForms: true,
  refusesByteOrderMark: true,
  credentialOf: labelStudioCredential,
  // Label Studio knows no API keys.
  takes: (kind) => kind !== 'api-key',
  refuse: refuseForLabelStudio,
  writeFailure: writeLabelStudioFailure,
  documented: {
    sentence: `Routes under /api follow Label Studio ${labelStudioRelease}.`,
    bodies: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
    failure: { type: 'application/json', schema: 'LabelStudioError' },
    schemas: { LabelStudioError: labelStudioError },
  },
};
