import type { ReactNode, SubmitEvent } from 'react';
import type { Command } from '../api/use-command.js';
import { ActButton } from './act-button.js';
import { ProblemView } from './problem-view.js';

export interface CommandFormParts {
  /** The act, as its button says it. */
  readonly act: string;
  readonly command: Pick<Command<unknown>, 'isRunning' | 'problem'>;
  /** Something that is needed is not given yet. */
  readonly isIncomplete?: boolean;
  readonly isDanger?: boolean;
  readonly onSubmit: () => void;
  /** Buttons beside the one of the act. */
  readonly others?: ReactNode;
  /** The fields. */
  readonly children: ReactNode;
}

/** A form for one act. It stays, with what was typed, while its command runs and when it is refused. */
export function CommandForm({ act, command, isIncomplete = false, isDanger = false, onSubmit, others, children }: CommandFormParts) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit}>
      {children}
      {command.problem && <ProblemView problem={command.problem} />}
      <div className="buttons">
        {others}
        <ActButton act={act} isRunning={command.isRunning} isIncomplete={isIncomplete} look={isDanger ? 'danger' : undefined} />
      </div>
    </form>
  );
}

/** Leaves a form or goes back from it. */
export const Cancel = ({ onClick, label = 'Cancel' }: { readonly onClick: () => void; readonly label?: string }) => (
  <button type="button" className="quiet" onClick={onClick}>
    {label}
  </button>
);
