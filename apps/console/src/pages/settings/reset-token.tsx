import { type SubmitEvent, useState } from 'react';
import type { ResetToken as Reset } from '#api/features/service-accounts/reset-service-account-token.command';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { Dialog } from '../../parts/dialog.js';
import { LastUse } from '../../parts/last-use.js';
import { type Overlap, OverlapField, overlapBody } from '../../parts/overlap-field.js';
import { ProblemView } from '../../parts/problem-view.js';
import { useShowOnce } from '../../parts/show-once.js';
import { changedByAccounts } from './service-accounts.queries.js';
import { shownServiceToken } from './shown-service-token.js';

interface ResetParts {
  readonly account: { readonly id: string; readonly name: string | null };
  readonly token: TokenDetails;
  readonly onClose: () => void;
}

/** Replaces the token of a service account. The old one stops at once, unless the person chooses an overlap. */
export function ResetToken({ account, token, onClose }: ResetParts) {
  const { publicUrl } = useConsole();
  const showOnce = useShowOnce();
  const reset = useCommand<Reset>('POST /v1/service-accounts/{id}/reset-token', changedByAccounts);
  const [overlap, setOverlap] = useState<Overlap>('none');
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const answer = await reset.run({ path: { id: account.id }, body: overlapBody(overlap) });
    if (answer === null) return;
    onClose();
    showOnce(shownServiceToken('Service account token reset', answer.body.credential, publicUrl));
  };
  return (
    <Dialog title={`Reset the token of ${account.name}`} onClose={onClose}>
      <form onSubmit={submit}>
        <p>The token is revoked, and a new one is shown once. Whatever uses the old one has to be given the new one.</p>
        <p>
          Last used: <LastUse use={token.lastUse} />
        </p>
        <OverlapField value={overlap} onChange={setOverlap} problem={reset.problem} />
        {reset.problem && <ProblemView problem={reset.problem} />}
        <div className="buttons">
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="danger" disabled={reset.isRunning}>
            {reset.isRunning ? 'One moment …' : 'Reset Token'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
