import { useState } from 'react';
import type { MadeResetLink } from '#api/features/users/password-reset.commands';
import type { UserView } from '#api/features/users/user-views';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { SelectField, TextField } from '../../parts/fields.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { useReceipts } from '../../parts/receipts.js';
import { useShowResetLink } from './use-show-reset-link.js';

/** Registers a person, and then makes the link with which they choose their password. */
export function RegisterPerson({ onClose }: { readonly onClose: () => void }) {
  const { roles, limits } = useConsole();
  const give = useReceipts();
  const show = useShowResetLink();
  const register = useCommand<UserView>('POST /v1/users', ['users']);
  const makeLink = useCommand<MadeResetLink>('POST /v1/users/{id}/password-reset', ['users']);
  const assignable = roles.filter((each) => each.assignable);
  const [person, setPerson] = useState({ email: '', firstName: '', lastName: '', role: assignable[0].role as string });
  const [registered, setRegistered] = useState<UserView | null>(null);
  const set = (member: keyof typeof person) => (value: string) => setPerson((before) => ({ ...before, [member]: value }));
  const submit = async () => {
    const user = registered ?? (await registerNow());
    const link = user && (await makeLink.run({ path: { id: user.id } }));
    if (!link) return;
    onClose();
    show(user.email ?? person.email, link.body);
  };
  const registerNow = async () => {
    const answer = await register.run({ body: Object.fromEntries(Object.entries(person).filter(([, value]) => value !== '')) });
    if (answer === null) return null;
    give({ sentence: `Registered ${answer.body.email}.`, position: answer.position });
    setRegistered(answer.body);
    return answer.body;
  };
  const command = { isRunning: register.isRunning || makeLink.isRunning, problem: register.problem ?? makeLink.problem };
  const of = (member: string) => register.problem?.of(member) ?? '';
  const name = { maxLength: limits.nameLengthMax, isDisabled: registered !== null, autoComplete: 'off' };
  return (
    <FormDialog
      title="Register a person"
      act={registered ? 'Make the link' : 'Register'}
      cancel={registered ? 'Close' : undefined}
      command={command}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="E-mail"
        type="email"
        hint="It is also the user name, and cannot be changed."
        value={person.email}
        onChange={set('email')}
        error={of('email')}
        isRequired
        autoFocus
        {...name}
        maxLength={254}
      />
      <SelectField
        label="Role"
        value={person.role}
        onChange={set('role')}
        error={of('role')}
        isDisabled={registered !== null}
        hint={roles.find(({ role }) => role === person.role)?.does}
        choices={assignable.map(({ role, does }) => ({ value: role as string, label: role, hint: does }))}
      />
      <TextField label="First name" value={person.firstName} onChange={set('firstName')} error={of('firstName')} {...name} />
      <TextField label="Last name" value={person.lastName} onChange={set('lastName')} error={of('lastName')} {...name} />
      {registered && <p role="status">The person is registered. What is missing is the link with which they choose a password.</p>}
    </FormDialog>
  );
}
