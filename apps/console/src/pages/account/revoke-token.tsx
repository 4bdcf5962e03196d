import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { LastUse } from '../../parts/last-use.js';
import { useReceipts } from '../../parts/receipts.js';

interface RevokeParts {
  readonly token: TokenDetails;
  /** What it is called in a sentence, where it is not by its name. */
  readonly called?: string;
  readonly onClose: () => void;
}

/** Revokes a token for ever. It says when the token was used last, so that nobody stops what is still needed. */
export function RevokeToken({ token, called = token.name ?? 'the token', onClose }: RevokeParts) {
  const give = useReceipts();
  const revoke = useCommand('POST /v1/tokens/{id}/revoke', ['tokens', 'summary']);
  const confirm = async () => {
    const answer = await revoke.run({ path: { id: token.id }, body: {} });
    if (answer === null) return;
    give({ sentence: `Revoked ${called}.`, position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog title={`Revoke ${called}?`} act="Revoke" command={revoke} onConfirm={confirm} onClose={onClose}>
      <p>Whatever uses it is refused at once. This cannot be undone.</p>
      <p>
        Last used: <LastUse use={token.lastUse} />
      </p>
    </ConfirmDialog>
  );
}
