import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { useReceipts } from '../../parts/receipts.js';
import type { Member } from './shown-member.js';
import { WhatStops } from './what-stops.js';

interface DisableParts {
  readonly member: Member;
  readonly onClose: () => void;
  /** Told from which position in the log on everything is refused. */
  readonly onDisabled?: (position: string | null) => void;
}

/** Suspends every credential of a person, after it has counted them. */
export function DisablePerson({ member, onClose, onDisabled }: DisableParts) {
  const give = useReceipts();
  const disable = useCommand('POST /v1/users/{id}/disable', ['users', 'tokens', 'summary']);
  const confirm = async () => {
    const answer = await disable.run({ path: { id: member.id } });
    if (answer === null) return;
    give({ sentence: `Disabled ${member.label}.`, position: answer.position });
    onDisabled?.(answer.position);
    onClose();
  };
  return (
    <ConfirmDialog title={`Disable ${member.label}?`} act="Disable" command={disable} onConfirm={confirm} onClose={onClose}>
      <p>Everything that belongs to this account is refused at once. It can be enabled again.</p>
      <WhatStops id={member.id} />
    </ConfirmDialog>
  );
}
