import { useState } from 'react';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { LastUse } from '../../parts/last-use.js';
import { useReceipts } from '../../parts/receipts.js';
import { called, Owner } from './token-words.js';
import { type Why, WhyFields, whyBody } from './why-fields.js';

/** Revokes the token of somebody, for a cause. */
export function RevokeOne({ token, onClose }: { readonly token: TokenDetails; readonly onClose: () => void }) {
  const give = useReceipts();
  const revoke = useCommand('POST /v1/tokens/{id}/revoke', ['tokens', 'users', 'summary']);
  const [why, setWhy] = useState<Why>({ cause: 'other', note: '' });
  const confirm = async () => {
    const answer = await revoke.run({ path: { id: token.id }, body: whyBody(why) });
    if (answer === null) return;
    give({ sentence: `Revoked ${called(token)}.`, position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog title={`Revoke ${called(token)}?`} act="Revoke" command={revoke} onConfirm={confirm} onClose={onClose}>
      <p>
        It belongs to <Owner owner={token.owner} />. Whatever uses it is refused at once. This cannot be undone.
      </p>
      <p>
        Last used: <LastUse use={token.lastUse} />
      </p>
      <WhyFields why={why} onChange={setWhy} problem={revoke.problem} />
    </ConfirmDialog>
  );
}
