import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { Dialog } from '../../parts/dialog.js';
import { SelectField } from '../../parts/fields.js';
import { ProblemView } from '../../parts/problem-view.js';
import { useReceipts } from '../../parts/receipts.js';
import { memberQuery } from './members.queries.js';
import type { Member } from './shown-member.js';

/** Gives a person another role, if nobody has changed the person since the dialog was opened. */
export function ChangeRole({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const { roles } = useConsole();
  const give = useReceipts();
  const { data: shown, refetch } = useQuery(memberQuery(member.id));
  const change = useCommand('PUT /v1/users/{id}/role', ['users', 'console']);
  const [role, setRole] = useState<string>(member.role);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const headers = { ...(shown?.etag && { 'If-Match': shown.etag }) };
    const answer = await change.run({ path: { id: member.id }, body: { role }, headers });
    // Somebody may have changed the person since: what is shown from now on is what the next attempt is about.
    if (answer === null) return void refetch();
    give({ sentence: `${member.label} is ${role} now.`, position: answer.position });
    onClose();
  };
  const choices = roles.filter(({ assignable }) => assignable).map(({ role: value, does }) => ({ value, label: value, hint: does }));
  return (
    <Dialog title={`Change the role of ${member.label}`} onClose={onClose}>
      <form onSubmit={submit}>
        <p>
          Now: <b>{shown?.body.role ?? member.role}</b>. What the role may do holds for their tokens, too, from the next request on.
        </p>
        <SelectField
          label="Role"
          value={role}
          choices={choices}
          onChange={setRole}
          hint={roles.find((each) => each.role === role)?.does}
          error={change.problem?.of('role')}
        />
        {change.problem && <ProblemView problem={change.problem} />}
        <div className="buttons">
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" disabled={change.isRunning || role === member.role}>
            {change.isRunning ? 'One moment …' : 'Change'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
