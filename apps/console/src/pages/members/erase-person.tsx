import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { useReceipts } from '../../parts/receipts.js';
import type { Member } from './shown-member.js';

/** Makes everything personal about a disabled person unreadable, once their address was typed. */
export function ErasePerson({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const give = useReceipts();
  const erase = useCommand('POST /v1/users/{id}/erase', ['users', 'tokens', 'activity', 'summary']);
  const confirm = async () => {
    const answer = await erase.run({ path: { id: member.id } });
    if (answer === null) return;
    give({ sentence: 'Erased the personal data of the person.', position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Erase ${member.label}?`}
      act="Erase"
      command={erase}
      onConfirm={confirm}
      onClose={onClose}
      typed={member.email ?? member.label}
    >
      <p>Name, address and whatever else is personal become unreadable for ever, also in the log and in backups to come.</p>
      <p>What the account did stays in the activity log, without saying who it was. This cannot be undone.</p>
    </ConfirmDialog>
  );
}
