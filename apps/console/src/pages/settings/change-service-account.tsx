import { useState } from 'react';
import type { ServiceAccountView } from '#api/features/service-accounts/service-account-views';
import { useCommand } from '../../api/use-command.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { useReceipts } from '../../parts/receipts.js';
import { type RoleAndScope, RoleAndScopeFields } from './role-and-scope-fields.js';
import { changedByAccounts } from './service-accounts.queries.js';

/** Upgrades or downgrades a service account, and assigns it to workspaces and projects or takes it away from them. */
export function ChangeServiceAccount({ account, onClose }: { readonly account: ServiceAccountView; readonly onClose: () => void }) {
  const give = useReceipts();
  const change = useCommand<ServiceAccountView>('PATCH /v1/service-accounts/{id}', changedByAccounts);
  const { role, workspaceIds, projectIds } = account;
  const [wished, setWished] = useState<RoleAndScope>({ role, workspaceIds, projectIds });
  const submit = async () => {
    const answer = await change.run({ path: { id: account.id }, body: wished });
    if (answer === null) return;
    give({ sentence: `Changed role and scope of ${account.name}.`, position: answer.position });
    onClose();
  };
  return (
    <FormDialog title={`Role and scope of ${account.name}`} act="Save" command={change} onSubmit={submit} onClose={onClose}>
      <RoleAndScopeFields value={wished} onChange={setWished} problem={change.problem} />
    </FormDialog>
  );
}
