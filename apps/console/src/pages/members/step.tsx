import type { ReactNode } from 'react';

interface StepParts {
  readonly title: string;
  /** Whether it is done; undefined for a step that nobody can tell of. */
  readonly isDone?: boolean;
  readonly children: ReactNode;
}

/** One step of a checklist. */
export const Step = ({ title, isDone, children }: StepParts) => (
  <li className="step">
    <h2>
      {title}
      {isDone !== undefined && (
        <span className={isDone ? 'step-state done' : 'step-state'}>
          <span aria-hidden="true">{isDone ? '✓' : '○'}</span> {isDone ? 'done' : 'to do'}
        </span>
      )}
    </h2>
    {children}
  </li>
);
