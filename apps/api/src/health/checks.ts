import type { SigningKeys } from '#credentials/signing-keys';
import type { ClockTrust } from '#event-store/clock-trust';
import type { Lag } from '#worker/projection-lag';
import type { Check } from './readiness.js';

/** Whether everything that is read from is as new as `secondsMax`. */
export function projectionsCheck(lags: () => ReadonlyMap<string, Lag>, secondsMax: number): Check {
  return {
    name: 'projections',
    problem: () => {
      const late = [...lags()].filter(([, { seconds }]) => seconds > secondsMax);
      if (late.length === 0) return null;
      return late
        .map(([name, { events, seconds }]) => `${name} is ${events} events and ${Math.round(seconds)} s behind the log.`)
        .join(' ');
    },
  };
}

export function signingKeyCheck(signingKeys: SigningKeys): Check {
  return {
    name: 'signing-key',
    problem: () => (signingKeys.canSign ? null : 'No signing key is active whose private half could be read.'),
  };
}

export function clockCheck(trust: ClockTrust): Check {
  return {
    name: 'clock',
    problem: () => {
      if (trust.isTrusted()) return null;
      return `The time of day and the monotonic clock went differently by ${Math.round(trust.disagreementMs() / 1000)} s within a minute.`;
    },
  };
}
