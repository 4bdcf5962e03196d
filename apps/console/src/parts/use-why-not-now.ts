import { useConnection } from '../api/connection.js';

const reasons = {
  online: null,
  offline: 'You are offline. Nothing is lost, and this can be done when you are back.',
  unreachable: 'The server cannot be reached. Nothing is lost, and this can be done when it answers again.',
} as const;

/** Why nothing can be changed at the moment; null while it can. */
export const useWhyNotNow = (): string | null => reasons[useConnection()];
