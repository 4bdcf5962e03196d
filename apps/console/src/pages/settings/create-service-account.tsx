import { useState } from 'react';
import type { CreatedServiceAccount } from '#api/features/service-accounts/service-accounts.commands';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { NameField } from '../../parts/name-field.js';
import { useShowToken } from '../../parts/use-show-token.js';
import { type RoleAndScope, RoleAndScopeFields } from './role-and-scope-fields.js';
import { changedByAccounts } from './service-accounts.queries.js';

const atFirst: RoleAndScope = { role: '', workspaceIds: [], projectIds: [] };

/** Makes a service account, whose token is shown once. */
export function CreateServiceAccount({ onClose }: { readonly onClose: () => void }) {
  const { roles } = useConsole();
  const show = useShowToken('service-account');
  const create = useCommand<CreatedServiceAccount>('POST /v1/service-accounts', changedByAccounts);
  const [name, setName] = useState('');
  const [given, setGiven] = useState(atFirst);
  const isScoped = roles.find(({ role }) => role === given.role)?.isScoped ?? false;
  const submit = async () => {
    const { role, ...scope } = given;
    const answer = await create.run({ body: { name, role, ...(isScoped && scope) } });
    if (answer === null) return;
    onClose();
    show('Service account created', answer.body.credential);
  };
  return (
    <FormDialog
      title="Create a service account"
      act="Create"
      command={create}
      onSubmit={submit}
      onClose={onClose}
      isIncomplete={given.role === ''}
    >
      <NameField
        hint="This cannot be changed once the service account is created."
        value={name}
        onChange={setName}
        problem={create.problem}
        isRequired
      />
      <RoleAndScopeFields value={given} onChange={setGiven} problem={create.problem} />
    </FormDialog>
  );
}
