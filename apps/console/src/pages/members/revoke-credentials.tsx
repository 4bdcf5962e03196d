import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { useReceipts } from '../../parts/receipts.js';
import type { Member } from './shown-member.js';
import { WhatStops } from './what-stops.js';

/** Revokes every credential of a person for ever; the account stays. */
export function RevokeCredentials({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const give = useReceipts();
  const revoke = useCommand('POST /v1/users/{id}/revoke-tokens', ['users', 'tokens', 'summary']);
  const confirm = async () => {
    const answer = await revoke.run({ path: { id: member.id } });
    if (answer === null) return;
    give({ sentence: `Revoked all credentials of ${member.label}.`, position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Revoke all credentials of ${member.label}?`}
      act="Revoke all"
      command={revoke}
      onConfirm={confirm}
      onClose={onClose}
      typed={member.label}
    >
      <p>Every credential that was issued to this account until now is refused for ever. New ones can be made.</p>
      <WhatStops id={member.id} />
    </ConfirmDialog>
  );
}
