import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../api/problem.js';
import { CopyButton } from './copy-button.js';
import { counted } from './counted.js';

/**
 * What was refused and why, read out at once. `onRetry` is offered where trying again can help; lists that are behind are asked again by
 * themselves.
 */
export function ProblemView({ problem, onRetry }: { readonly problem: Problem; readonly onRetry?: () => void }) {
  const { code, details } = problem;
  const isBehind = code === 'service/not-caught-up';
  useRetryAfter(isBehind ? (details.retryAfterSeconds ?? 1) : null, onRetry);
  const view = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // A button that was disabled while it ran has lost the focus, and with it the keys of its dialog.
    if (document.activeElement === document.body && view.current?.closest('[role=dialog], [role=alertdialog]')) view.current.focus();
  }, []);
  return (
    <div className="problem" role="alert" ref={view} tabIndex={-1}>
      <p>{isBehind ? 'Lists are being rebuilt; what is decided is not affected.' : problem.message}</p>
      {otherMembers(problem).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {details.retryAfterSeconds !== undefined && <Countdown seconds={details.retryAfterSeconds} />}
      <p className="problem-facts">
        {details.type?.startsWith('http') && (
          <a href={details.type} target="_blank" rel="noreferrer">
            <code>{code}</code> (what this means)
          </a>
        )}
        {details.requestId && (
          <span>
            Request <code>{details.requestId}</code> <CopyButton text={details.requestId} what="the request id" />
          </span>
        )}
        {onRetry && (
          <button type="button" className="quiet small" onClick={onRetry}>
            Try again
          </button>
        )}
      </p>
    </div>
  );
}

/** Tries again once the server has said that it is time; null means never. */
function useRetryAfter(seconds: number | null, onRetry: (() => void) | undefined): void {
  const retry = useRef(onRetry);
  retry.current = onRetry;
  useEffect(() => {
    if (seconds === null) return;
    const timer = setInterval(() => retry.current?.(), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
}

/** The members that are wrong, each in the server's words. */
const otherMembers = ({ details: { members = {} } }: Problem) => Object.values(members).flat();

/** Seconds to wait, counted down. */
function Countdown({ seconds }: { readonly seconds: number }) {
  const [left, setLeft] = useState(Math.ceil(seconds));
  useEffect(() => {
    const until = performance.now() + seconds * 1000;
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((until - performance.now()) / 1000))), 500);
    return () => clearInterval(timer);
  }, [seconds]);
  return <p>{left > 0 ? `Try again in ${counted(left, 'second')}.` : 'You can try again now.'}</p>;
}
