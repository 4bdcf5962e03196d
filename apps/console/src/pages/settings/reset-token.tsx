import { useState } from 'react';
import type { ResetToken as Reset } from '#api/features/service-accounts/reset-service-account-token.command';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { LastUse } from '../../parts/last-use.js';
import { type Overlap, OverlapField, overlapBody } from '../../parts/overlap-field.js';
import { useShowToken } from '../../parts/use-show-token.js';
import { changedByAccounts } from './service-accounts.queries.js';

interface ResetParts {
  readonly account: { readonly id: string; readonly name: string | null };
  readonly token: TokenDetails;
  readonly onClose: () => void;
}

/** Replaces the token of a service account. The old one stops at once, unless the person chooses an overlap. */
export function ResetToken({ account, token, onClose }: ResetParts) {
  const show = useShowToken('service-account');
  const reset = useCommand<Reset>('POST /v1/service-accounts/{id}/reset-token', changedByAccounts);
  const [overlap, setOverlap] = useState<Overlap>('none');
  const submit = async () => {
    const answer = await reset.run({ path: { id: account.id }, body: overlapBody(overlap) });
    if (answer === null) return;
    onClose();
    show('Service account token reset', answer.body.credential);
  };
  return (
    <FormDialog title={`Reset the token of ${account.name}`} act="Reset Token" command={reset} isDanger onSubmit={submit} onClose={onClose}>
      <p>The token is revoked, and a new one is shown once. Whatever uses the old one has to be given the new one.</p>
      <p>
        Last used: <LastUse use={token.lastUse} />
      </p>
      <OverlapField value={overlap} onChange={setOverlap} problem={reset.problem} />
    </FormDialog>
  );
}
