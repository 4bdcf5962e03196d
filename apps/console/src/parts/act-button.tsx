import { type MouseEvent, useId } from 'react';
import { useWhyNotNow } from './use-why-not-now.js';

interface ActButtonParts {
  /** The act, as the button says it. */
  readonly act: string;
  readonly isRunning: boolean;
  /** Something that is needed is not given yet. */
  readonly isIncomplete?: boolean;
  readonly look?: 'danger' | 'quiet' | 'quiet small';
  /** Without it, the button sends the form that it is in. */
  readonly onAct?: () => void;
}

/** The button of an act that changes something. Without a connection it does nothing, and says why; it keeps the focus then. */
export function ActButton({ act, isRunning, isIncomplete = false, look, onAct }: ActButtonParts) {
  const whyNot = useWhyNotNow();
  const reasonId = useId();
  const press = (event: MouseEvent) => {
    // The key Enter in a field of a form presses the button of the form, so that this keeps the form from being sent as well.
    if (whyNot !== null) event.preventDefault();
    else onAct?.();
  };
  return (
    <>
      {whyNot !== null && (
        <span id={reasonId} className="hint why-not">
          {whyNot}
        </span>
      )}
      <button
        type={onAct ? 'button' : 'submit'}
        className={look}
        disabled={isRunning || isIncomplete}
        aria-disabled={whyNot !== null || undefined}
        aria-describedby={whyNot === null ? undefined : reasonId}
        onClick={press}
      >
        {isRunning ? 'One moment …' : act}
      </button>
    </>
  );
}
