import type { Problem } from '../api/problem.js';
import { useConsole } from '../api/use-console.js';
import { TextField } from './fields.js';

interface NameFieldParts {
  readonly value: string;
  readonly onChange: (name: string) => void;
  /** Why the command of its form was refused, which may be the name. */
  readonly problem: Problem | null;
  readonly hint?: string;
  readonly isRequired?: boolean;
}

/** The name of what a form makes or renames. It is the form's first field, and is focused when the form opens. */
export function NameField({ problem, ...field }: NameFieldParts) {
  const { limits } = useConsole();
  const error = problem?.of('name');
  return <TextField label="Name" {...field} error={error} maxLength={limits.nameLengthMax} autoComplete="off" autoFocus />;
}
