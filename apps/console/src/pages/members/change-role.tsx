import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { SelectField } from '../../parts/fields.js';
import { FormDialog } from '../../parts/form-dialog.js';
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
  const submit = async () => {
    const headers = { ...(shown?.etag && { 'If-Match': shown.etag }) };
    const answer = await change.run({ path: { id: member.id }, body: { role }, headers });
    // Somebody may have changed the person since: what is shown from now on is what the next attempt is about.
    if (answer === null) return void refetch();
    give({ sentence: `${member.label} is ${role} now.`, position: answer.position });
    onClose();
  };
  const choices = roles.filter(({ assignable }) => assignable).map(({ role: value, does }) => ({ value, label: value, hint: does }));
  return (
    <FormDialog
      title={`Change the role of ${member.label}`}
      act="Change"
      command={change}
      onSubmit={submit}
      onClose={onClose}
      isIncomplete={role === member.role}
    >
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
    </FormDialog>
  );
}
