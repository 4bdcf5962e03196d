import type { RenewedToken } from '#api/features/tokens/legacy-token-renewal';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { counted } from '../../parts/counted.js';
import { LastUse } from '../../parts/last-use.js';
import { useReceipts } from '../../parts/receipts.js';
import { Time } from '../../parts/time.js';
import { useShowToken } from '../../parts/use-show-token.js';

/** Replaces the legacy token. It says since when there has been one and when it was used last: whatever uses it stops. */
export function RenewLegacyToken({ token, onClose }: { readonly token: TokenDetails; readonly onClose: () => void }) {
  const give = useReceipts();
  const show = useShowToken('legacy');
  const renew = useCommand<RenewedToken>('POST /v1/tokens/{id}/renew', ['tokens', 'summary']);
  const confirm = async () => {
    const answer = await renew.run({ path: { id: token.id } });
    if (answer === null) return;
    const { credential, endedTokens } = answer.body;
    const ended =
      endedTokens > 0 ? ` ${counted(endedTokens, 'personal access token')} that had been made with the old one ended with it.` : '';
    give({ sentence: `Renewed your legacy token; the old one is refused.${ended}`, position: answer.position });
    onClose();
    show('Your new legacy token', credential);
  };
  return (
    <ConfirmDialog title="Renew your legacy token?" act="Renew" command={renew} onConfirm={confirm} onClose={onClose}>
      <p>
        You get a new value. <b>Scripts that use the old one lose their authorization at once</b>, and so do personal access tokens that
        were made with it. This cannot be undone.
      </p>
      <dl className="facts">
        <dt>In use since</dt>
        <dd>
          <Time at={token.createdAt} />
        </dd>
        <dt>Last used</dt>
        <dd>
          <LastUse use={token.lastUse} />
        </dd>
      </dl>
    </ConfirmDialog>
  );
}
