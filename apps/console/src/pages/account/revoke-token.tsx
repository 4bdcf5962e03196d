import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { LastUse } from '../../parts/last-use.js';
import { useReceipts } from '../../parts/receipts.js';

/** Revokes a token for ever. It says when the token was used last, so that nobody stops what is still needed. */
export function RevokeToken({ token, onClose }: { readonly token: TokenDetails; readonly onClose: () => void }) {
  const give = useReceipts();
  const revoke = useCommand('POST /v1/tokens/{id}/revoke', ['tokens', 'summary']);
  const confirm = async () => {
    const answer = await revoke.run({ path: { id: token.id }, body: {} });
    if (answer === null) return;
    give({ sentence: `Revoked ${token.name ?? 'the token'}.`, position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Revoke ${token.name ?? 'the token'}?`}
      act="Revoke"
      isRunning={revoke.isRunning}
      problem={revoke.problem}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>Whatever uses it is refused at once. This cannot be undone.</p>
      <p>
        Last used: <LastUse use={token.lastUse} />
      </p>
    </ConfirmDialog>
  );
}
