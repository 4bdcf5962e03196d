import { useState } from 'react';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import type { IssuedToken } from '#api/features/tokens/tokens.commands';
import { useCommand } from '../../api/use-command.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { LastUse } from '../../parts/last-use.js';
import { type Overlap, OverlapField, overlapBody } from '../../parts/overlap-field.js';
import { useShowToken } from '../../parts/use-show-token.js';

/** Replaces a token's credential, which stays good for as long as the person chooses. */
export function RotateToken({ token, onClose }: { readonly token: TokenDetails; readonly onClose: () => void }) {
  const show = useShowToken('personal');
  const rotate = useCommand<IssuedToken>('POST /v1/tokens/{id}/rotate', ['tokens']);
  const [overlap, setOverlap] = useState<Overlap>('none');
  const submit = async () => {
    const answer = await rotate.run({ path: { id: token.id }, body: overlapBody(overlap) });
    if (answer === null) return;
    onClose();
    show('Personal access token rotated', answer.body.credential);
  };
  return (
    <FormDialog title={`Rotate ${token.name ?? 'the token'}`} act="Rotate" command={rotate} onSubmit={submit} onClose={onClose}>
      <p>The token gets a new credential, which is shown once. Its name and its history stay.</p>
      <p>
        Last used: <LastUse use={token.lastUse} />
      </p>
      <OverlapField value={overlap} onChange={setOverlap} problem={rotate.problem} />
    </FormDialog>
  );
}
