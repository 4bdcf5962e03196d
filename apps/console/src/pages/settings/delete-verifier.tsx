import type { VerifierView } from '#api/features/verifiers/verifier-view';
import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { useReceipts } from '../../parts/receipts.js';

/** Deletes a verifier for ever. */
export function DeleteVerifier({ verifier: { id, name }, onClose }: { readonly verifier: VerifierView; readonly onClose: () => void }) {
  const give = useReceipts();
  const remove = useCommand('DELETE /v1/verifiers/{id}', ['verifiers']);
  const confirm = async () => {
    const answer = await remove.run({ path: { id } });
    if (answer === null) return;
    give({ sentence: `Deleted the verifier ${name}.`, position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog title={`Delete ${name}?`} act="Delete" command={remove} onConfirm={confirm} onClose={onClose}>
      <p>The program that asks with its credential is refused at once and for ever, and refuses everybody itself. This cannot be undone.</p>
    </ConfirmDialog>
  );
}
