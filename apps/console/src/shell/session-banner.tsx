import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { lastRequestMs } from '../api/call.js';
import { nowMs as serverNowMs } from '../api/clock.js';
import { sessionQuery } from '../api/session.js';
import { sessionPrompts } from '../api/session-prompts.js';
import { useCan } from '../api/use-console.js';
import { Time } from '../parts/time.js';

const warnsBeforeMs = 120_000;
const looksEveryMs = 5_000;
/** The server notes a use shortly after it has answered. */
const notedAfterMs = 500;

/** In the last two minutes of a session's life: offers to stay, or, where it is as old as it may become, to sign in again. */
export function SessionBanner() {
  const can = useCan();
  const { data, refetch } = useQuery({ ...sessionQuery, enabled: can('GET /v1/sessions/current') });
  const nowMs = useNow();
  const idleMs = momentOf(data?.idleEndsAt);
  const oldMs = momentOf(data?.expiresAt);
  const endsMs = Math.min(idleMs, oldMs);
  const isEnding = endsMs - nowMs <= warnsBeforeMs;
  const isUsedSince = data !== undefined && lastRequestMs() > data.askedAtMs;
  useEffect(() => {
    // What the person did since may have prolonged it.
    if (isEnding && isUsedSince) void refetch();
  }, [isEnding, isUsedSince, refetch]);
  const stay = async () => {
    await refetch();
    setTimeout(() => void refetch(), notedAfterMs);
  };
  const signIn = async () => {
    if (await sessionPrompts.ask('renew')) void refetch();
  };
  const isSeen = isEnding && !isUsedSince;
  return (
    <div role="status">
      {isSeen && (
        <p className="banner">
          {endsMs > nowMs ? (
            <>
              Your session ends <Time at={new Date(endsMs).toISOString()} />.
            </>
          ) : (
            'Your session is over.'
          )}{' '}
          {idleMs < oldMs && endsMs > nowMs ? (
            <button type="button" className="quiet small" onClick={stay}>
              Stay signed in
            </button>
          ) : (
            <button type="button" className="quiet small" onClick={signIn}>
              Sign in again
            </button>
          )}
        </p>
      )}
    </div>
  );
}

const momentOf = (iso: string | null | undefined) => (iso ? Date.parse(iso) : Number.POSITIVE_INFINITY);

/** The time now, looked at every few seconds. */
function useNow(): number {
  const [nowMs, setNow] = useState(serverNowMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNowMs()), looksEveryMs);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
