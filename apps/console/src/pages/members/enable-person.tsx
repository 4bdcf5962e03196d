import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { useReceipts } from '../../parts/receipts.js';
import type { Member } from './shown-member.js';

/** Ends the suspension of a person. */
export function EnablePerson({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const give = useReceipts();
  const enable = useCommand('POST /v1/users/{id}/enable', ['users', 'tokens', 'summary']);
  const confirm = async () => {
    const answer = await enable.run({ path: { id: member.id } });
    if (answer === null) return;
    give({ sentence: `Enabled ${member.label}.`, position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog title={`Enable ${member.label}?`} act="Enable" command={enable} onConfirm={confirm} onClose={onClose} isDanger={false}>
      <p>Tokens that are suspended because the account is disabled work again at once. Sessions that ended stay over.</p>
    </ConfirmDialog>
  );
}
