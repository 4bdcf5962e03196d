import { Link } from '@tanstack/react-router';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { CopyButton } from '../../parts/copy-button.js';
import { LastUse } from '../../parts/last-use.js';
import { State } from '../../parts/state.js';
import { Time } from '../../parts/time.js';
import { Creator, Kind, Owner } from './token-words.js';

/** Everything that is known of one token. */
export function TokenFacts({ token }: { readonly token: TokenDetails }) {
  const { id, name, kind, state, stateReason, createdAt, expiresAt, lastUse, generation, previous } = token;
  return (
    <dl className="facts">
      <dt>Name</dt>
      <dd>{name === null ? <span className="soft">without a name</span> : <bdi>{name}</bdi>}</dd>
      <dt>Kind</dt>
      <dd>
        <Kind kind={kind} />
      </dd>
      <dt>State</dt>
      <dd>
        <State state={state} reason={stateReason} />
      </dd>
      <dt>Owner</dt>
      <dd>
        <Owner owner={token.owner} hasAddress />
      </dd>
      <dt>Created</dt>
      <dd>
        <Time at={createdAt} /> by <Creator token={token} />
      </dd>
      <dt>Expires</dt>
      <dd>
        <Time at={expiresAt} />
      </dd>
      <dt>Last used</dt>
      <dd>
        <LastUse use={lastUse} />
      </dd>
      <dt>Credentials</dt>
      <dd>
        {generation === 1 ? '1, the first' : `${generation} so far`}
        {previous && (
          <>
            ; the one before ends <Time at={previous.endsAt} />, last used <Time at={previous.lastUsedAt} none="never" />
          </>
        )}
      </dd>
      <dt>Id</dt>
      <dd>
        <code>{id}</code> <CopyButton text={id} what="the id" />
      </dd>
      <dt>What it did</dt>
      <dd>
        <Link to="/activity" search={{ credential: id }}>
          Show in the activity log
        </Link>
      </dd>
    </dl>
  );
}
