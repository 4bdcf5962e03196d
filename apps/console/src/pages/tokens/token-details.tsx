import { useQuery } from '@tanstack/react-query';
import type { TokenDetails as Token } from '#api/features/tokens/token-detail-views';
import { Dialog } from '../../parts/dialog.js';
import { TokenFacts } from './token-facts.js';
import { isLive } from './token-words.js';
import { tokenQuery } from './tokens.queries.js';
import { useMayRevoke } from './use-may-revoke.js';

interface TokenDetailsParts {
  readonly token: Token;
  readonly onRevoke: () => void;
  readonly onClose: () => void;
}

/** One token of the list, as it stands now. */
export function TokenDetails({ token: listed, onRevoke, onClose }: TokenDetailsParts) {
  const mayRevoke = useMayRevoke();
  const { data: token = listed } = useQuery(tokenQuery(listed.id));
  return (
    <Dialog title={token.name ?? 'A token without a name'} onClose={onClose} size="wide">
      <TokenFacts token={token} />
      <div className="buttons">
        {isLive(token) && mayRevoke(token) && (
          <button type="button" className="danger" onClick={onRevoke}>
            Revoke …
          </button>
        )}
        <button type="button" className="quiet" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
