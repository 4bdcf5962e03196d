import type { SigningKeys } from '#credentials/signing-keys';
import type { ClockTrust } from '#event-store/embedded/clock-trust';
import type { Lag } from '#projections/read-models/feed/projection-lag';
import type { Check } from './readiness.js';

/** Whether every read source is at most this many seconds behind the log. */
export function projectionsCheck(lags: () => ReadonlyMap<string, Lag>, secondsMax: number): Check {
  return {
    name: 'projections',
    problem: () => {
      const late = [...lags()].filter(([, { seconds, startsOver }]) => startsOver || seconds > secondsMax);
      return late.length === 0 ? null : late.map(([name, lag]) => inWords(name, lag)).join(' ');
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

function inWords(name: string, { events, seconds, startsOver }: Lag): string {
  if (startsOver) return `${name} is being made again from the log.`;
  return `${name} is ${events} events and ${Math.round(seconds)} s behind the log.`;
}
