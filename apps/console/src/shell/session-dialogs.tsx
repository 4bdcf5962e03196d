import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Route, send } from '../api/call.js';
import { type Problem, problemIn, problemOf } from '../api/problem.js';
import { type Prompt, sessionPrompts } from '../api/session-prompts.js';
import { useConsole } from '../api/use-console.js';
import { TextField } from '../parts/fields.js';
import { FormDialog } from '../parts/form-dialog.js';
import { signInAddress } from './sign-out.js';

/** Asks for the password when the session is over or ends soon, or has to be confirmed. Whatever was being done goes on after it. */
export function SessionDialog({ prompt }: { readonly prompt: Prompt }) {
  if (prompt === 'confirm') return <Confirm />;
  return <SignInAgain title={prompt === 'renew' ? 'Sign in again' : 'Your session is over'} />;
}

function SignInAgain({ title }: { readonly title: string }) {
  const { me } = useConsole();
  const queries = useQueryClient();
  const signedIn = async (response: Response) => {
    // Another person in the same tab must not go on with what this one began.
    if ((await response.json()).userId !== me.id) location.reload();
    void queries.invalidateQueries();
  };
  return (
    <PasswordDialog
      title={title}
      act="Sign in"
      route="POST /v1/sessions"
      bodyOf={(password) => ({ email: me.email, password })}
      onDone={signedIn}
    >
      <p>
        Sign in again as <b>{me.email}</b> to go on. What you were doing is not lost.
      </p>
      <p>
        <a href={signInAddress(true)}>Sign in as somebody else</a>
      </p>
    </PasswordDialog>
  );
}

function Confirm() {
  const { limits } = useConsole();
  return (
    <PasswordDialog
      title="Confirm that it is you"
      act="Confirm"
      route="POST /v1/sessions/current/confirm"
      bodyOf={(password) => ({ password })}
    >
      <p>
        This grants rights or shows a secret, so your password is asked for. It is not asked for again within{' '}
        {limits.confirmationSeconds / 60} minutes.
      </p>
    </PasswordDialog>
  );
}

interface PasswordDialogParts {
  readonly title: string;
  readonly act: string;
  readonly route: Route;
  readonly bodyOf: (password: string) => unknown;
  readonly onDone?: (response: Response) => Promise<void>;
  readonly children: ReactNode;
}

function PasswordDialog({ title, act, route, bodyOf, onDone, children }: PasswordDialogParts) {
  const [password, setPassword] = useState('');
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async () => {
    setRunning(true);
    try {
      const response = await send(route, { body: bodyOf(password) });
      if (!response.ok) throw await problemIn(response);
      await onDone?.(response);
      sessionPrompts.answer(true);
    } catch (error) {
      setProblem(problemOf(error));
      setRunning(false);
    }
  };
  return (
    <FormDialog
      title={title}
      act={act}
      command={{ isRunning, problem }}
      isIncomplete={password === ''}
      onSubmit={submit}
      onClose={() => sessionPrompts.answer(false)}
    >
      {children}
      <TextField
        label="Password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        isRequired
        autoFocus
      />
    </FormDialog>
  );
}
