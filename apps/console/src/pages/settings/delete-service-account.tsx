import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { LastUse } from '../../parts/last-use.js';
import { useReceipts } from '../../parts/receipts.js';
import { changedByAccounts } from './service-accounts.queries.js';

interface DeleteParts {
  readonly account: { readonly id: string; readonly name: string | null };
  readonly token: TokenDetails;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Deletes a service account for ever. */
export function DeleteServiceAccount({ account: { id, name }, token, onClose, onDone }: DeleteParts) {
  const give = useReceipts();
  const remove = useCommand('DELETE /v1/service-accounts/{id}', changedByAccounts);
  const confirm = async () => {
    const answer = await remove.run({ path: { id } });
    if (answer === null) return;
    give({ sentence: `Deleted the service account ${name}.`, position: answer.position });
    onClose();
    onDone?.();
  };
  return (
    <ConfirmDialog title={`Delete ${name}?`} act="Delete" typed={name ?? ''} command={remove} onConfirm={confirm} onClose={onClose}>
      <p>Its token and its API keys are refused at once and for ever. This cannot be undone; the name is free again.</p>
      <p>
        Last used: <LastUse use={token.lastUse} />
      </p>
    </ConfirmDialog>
  );
}
