import { useState } from 'react';
import type { Problem } from '../../api/problem.js';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { CommandForm } from '../../parts/command-form.js';
import { TextField } from '../../parts/fields.js';
import { Page } from '../../parts/page.js';
import { useReceipts } from '../../parts/receipts.js';

/** What is wrong with the new password has one of these codes. */
const ofNewPassword = /^password\/(control-character|too-short|too-long|too-common)$/;

/** What the refusal says of each field; it names a member or is about one as a whole. */
function errorsIn(problem: Problem | null) {
  const current = problem?.code === 'password/wrong' ? problem.message : problem?.of('currentPassword');
  const next = problem && ofNewPassword.test(problem.code) ? problem.message : problem?.of('newPassword');
  return { current: current ?? '', next: next ?? '' };
}

/** Chooses another password for the person who is signed in. */
export function Password() {
  const { me, limits } = useConsole();
  const give = useReceipts();
  const change = useCommand('PUT /v1/users/me/password', ['sessions']);
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const { current, next } = errorsIn(change.problem);
  const submit = async () => {
    const answer = await change.run({ body: { currentPassword, newPassword } });
    if (answer === null) return;
    setCurrent('');
    setNew('');
    give({ sentence: 'Your password is changed, and your other sessions have ended.', position: answer.position });
  };
  return (
    <Page
      title="Password"
      place={['Account & Settings']}
      about={<p>This browser stays signed in. Your other sessions and links for a new password end at once; your tokens go on.</p>}
    >
      <div className="card form">
        <CommandForm act="Change the password" command={change} onSubmit={submit}>
          {/* Lets a password manager see whose password this is. */}
          <input type="text" name="username" autoComplete="username" value={me.email ?? ''} readOnly hidden />
          <TextField
            label="Present password"
            type="password"
            value={currentPassword}
            onChange={setCurrent}
            error={current}
            autoComplete="current-password"
            isRequired
          />
          <TextField
            label="New password"
            type="password"
            value={newPassword}
            onChange={setNew}
            error={next}
            hint={
              `At least ${limits.passwordLengthMin} characters of any kind; several words are easy to remember. ` +
              'Not well-known words alone, not your name, nothing repeated, no run on the keyboard.'
            }
            autoComplete="new-password"
            isRequired
          />
        </CommandForm>
      </div>
    </Page>
  );
}
