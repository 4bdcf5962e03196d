import type { VerifierView } from '#api/features/verifiers/verifier-view';
import { listQuery } from '../../api/list.js';

/** The verifiers of the organization, oldest first. */
export const verifiersQuery = listQuery<VerifierView>('verifiers', 'GET /v1/verifiers');
