import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { useReceipts } from '../../parts/receipts.js';
import { Time } from '../../parts/time.js';

/** Ends the credential that a rotation replaced, before its overlap is over. The token and its newest credential go on. */
export function EndOldCredential({ token, onClose }: { readonly token: TokenDetails; readonly onClose: () => void }) {
  const give = useReceipts();
  const end = useCommand('DELETE /v1/tokens/{id}/generations/{generation}', ['tokens']);
  const { previous } = token;
  if (previous === null) return null;
  const confirm = async () => {
    const answer = await end.run({ path: { id: token.id, generation: previous.generation } });
    if (answer === null) return;
    give({ sentence: `Ended the old credential of ${token.name ?? 'the token'}.`, position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog
      title={`End the old credential of ${token.name ?? 'the token'} now?`}
      act="End it now"
      command={end}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        Whatever still uses the old credential is refused at once. By itself it would end <Time at={previous.endsAt} />
        {previous.endsOnFirstUse && ', or as soon as the new one is used'}. It was last used{' '}
        <Time at={previous.lastUsedAt} none="never, as far as is known" />.
      </p>
      <p>The new credential goes on.</p>
    </ConfirmDialog>
  );
}
