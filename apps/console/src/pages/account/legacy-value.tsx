import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCan } from '../../api/use-console.js';
import { ActButton } from '../../parts/act-button.js';
import { Id } from '../../parts/id.js';
import { LastUse } from '../../parts/last-use.js';
import { ProblemView } from '../../parts/problem-view.js';
import { State } from '../../parts/state.js';
import { Time } from '../../parts/time.js';
import { useRevealLegacyToken } from './use-reveal-legacy-token.js';

interface LegacyValueParts {
  /** Null where nobody has looked at it yet. */
  readonly token: TokenDetails | null;
  readonly onRenew: () => void;
  readonly onRevoke: () => void;
}

/** The token with its value hidden, and what can be done with it. */
export function LegacyValue({ token, onRenew, onRevoke }: LegacyValueParts) {
  const can = useCan();
  const { reveal, copy, said, isRunning, problem } = useRevealLegacyToken(token);
  const isOver = token?.state === 'revoked' || token?.state === 'expired';
  return (
    <section className={isOver ? 'card over' : 'card'} aria-label="Your legacy token">
      <p className="masked">
        <span className="unseen">The value is hidden.</span>
        <code aria-hidden="true">{'•'.repeat(40)}</code> {token && <Id id={token.id} />}
      </p>
      {!isOver && (
        <p className="buttons left">
          <ActButton act="Reveal" look="quiet" isRunning={isRunning} onAct={reveal} />
          <ActButton act="Copy" look="quiet" isRunning={isRunning} onAct={copy} />
          <span role="status">{said}</span>
        </p>
      )}
      {problem && <ProblemView problem={problem} />}
      {token === null ? <p className="soft">Never used. Its value is made when you first reveal or copy it.</p> : <Facts token={token} />}
      {token && (
        <p className="buttons left">
          {can('POST /v1/tokens/{id}/renew') && (
            <button type="button" className="quiet" onClick={onRenew}>
              Renew
            </button>
          )}
          {!isOver && can('POST /v1/tokens/{id}/revoke') && (
            <button type="button" className="danger" onClick={onRevoke}>
              Revoke
            </button>
          )}
        </p>
      )}
    </section>
  );
}

const Facts = ({ token: { state, stateReason, createdAt, generation, lastUse } }: { readonly token: TokenDetails }) => (
  <dl className="facts">
    <dt>State</dt>
    <dd>
      <State state={state} reason={stateReason} />
    </dd>
    <dt>Created</dt>
    <dd>
      <Time at={createdAt} />
      {generation > 1 && <span className="soft"> and renewed {generation === 2 ? 'once' : `${generation - 1} times`} since</span>}
    </dd>
    <dt>Last used</dt>
    <dd>
      <LastUse use={lastUse} />
    </dd>
  </dl>
);
