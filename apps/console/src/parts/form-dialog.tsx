import type { ReactNode, SubmitEvent } from 'react';
import type { Command } from '../api/use-command.js';
import { Dialog } from './dialog.js';
import { ProblemView } from './problem-view.js';

interface FormDialogParts {
  readonly title: string;
  /** The act, as its button says it. */
  readonly act: string;
  readonly command: Pick<Command<unknown>, 'isRunning' | 'problem'>;
  /** Something that is needed is not chosen yet. */
  readonly isIncomplete?: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** The fields. */
  readonly children: ReactNode;
}

/** A form in a dialog. It stays open, with what was typed, while its command runs and when it is refused. */
export function FormDialog({ title, act, command, isIncomplete = false, onSubmit, onClose, children }: FormDialogParts) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        {children}
        {command.problem && <ProblemView problem={command.problem} />}
        <div className="buttons">
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" disabled={command.isRunning || isIncomplete}>
            {command.isRunning ? 'One moment …' : act}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
