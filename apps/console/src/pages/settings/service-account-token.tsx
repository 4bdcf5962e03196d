import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useConsole } from '../../api/use-console.js';
import { LastUse } from '../../parts/last-use.js';
import { serviceAccountTokenSnippets } from '../../parts/sdk-snippets.js';
import { Snippets } from '../../parts/snippets.js';
import { State } from '../../parts/state.js';
import { Time } from '../../parts/time.js';
import { OldToken } from './old-token.js';

/** The token of a service account, the one before it while that is still good, and how it is used. */
export function ServiceAccountToken({ token }: { readonly token: TokenDetails }) {
  const { publicUrl } = useConsole();
  return (
    <>
      <dl className="facts">
        <dt>State</dt>
        <dd>
          <State state={token.state} reason={token.stateReason} />
        </dd>
        <dt>Generation</dt>
        <dd>{token.generation}: how many tokens it has had</dd>
        <dt>Last used</dt>
        <dd>
          <LastUse use={token.lastUse} />
        </dd>
        <dt>Expires</dt>
        <dd>
          <Time at={token.expiresAt} />
        </dd>
        {token.previous && (
          <>
            <dt>The old token, generation {token.previous.generation}</dt>
            <dd>
              <OldToken token={token} />
            </dd>
          </>
        )}
      </dl>
      <Snippets snippets={serviceAccountTokenSnippets(publicUrl)} />
    </>
  );
}
