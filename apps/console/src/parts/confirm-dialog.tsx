import { type ReactNode, type SubmitEvent, useState } from 'react';
import type { Problem } from '../api/problem.js';
import { Dialog } from './dialog.js';
import { TextField } from './fields.js';
import { ProblemView } from './problem-view.js';

interface ConfirmParts {
  readonly title: string;
  /** What stops, and when it was used last. */
  readonly children: ReactNode;
  /** The act, as its button says it. */
  readonly act: string;
  readonly isRunning: boolean;
  readonly problem: Problem | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** For what is final for many or for a person: the text that has to be typed first. */
  readonly typed?: string;
  readonly isDanger?: boolean;
  readonly size?: 'small' | 'wide';
}

/** Asks before something is taken away. It stays open while the act runs and when it is refused. */
export function ConfirmDialog({ title, children, act, isRunning, problem, onConfirm, onClose, typed, ...looks }: ConfirmParts) {
  const { isDanger = true, size } = looks;
  const [text, setText] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onConfirm();
  };
  return (
    <Dialog title={title} onClose={onClose} role="alertdialog" size={size}>
      <form onSubmit={submit}>
        <div className="prose">{children}</div>
        {typed !== undefined && (
          <TextField label={`Type “${typed}” to confirm`} value={text} onChange={setText} autoFocus autoComplete="off" />
        )}
        {problem && <ProblemView problem={problem} />}
        <div className="buttons">
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className={isDanger ? 'danger' : ''} disabled={isRunning || (typed !== undefined && text !== typed)}>
            {isRunning ? 'One moment …' : act}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
