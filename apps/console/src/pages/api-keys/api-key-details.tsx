import { Link } from '@tanstack/react-router';
import type { ApiKeyDetails } from '#api/features/api-keys/api-keys.queries';
import { useCan, useConsole } from '../../api/use-console.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Dialog } from '../../parts/dialog.js';
import { LastUse } from '../../parts/last-use.js';
import { Someone } from '../../parts/someone.js';
import { State } from '../../parts/state.js';
import { Time } from '../../parts/time.js';
import { AllowedAddresses } from './api-key-parts.js';

interface DetailsParts {
  readonly apiKey: ApiKeyDetails;
  readonly onClose: () => void;
  readonly onChange: () => void;
  readonly onRotate: () => void;
}

/** Everything that is known of a key, and what can be done with it beside deleting it. */
export function ApiKeyDetailsDialog({ apiKey, onClose, onChange, onRotate }: DetailsParts) {
  const can = useCan();
  const isLive = apiKey.state === 'active' || apiKey.state === 'suspended';
  return (
    <Dialog title={apiKey.name ?? 'API key without a name'} onClose={onClose} size="wide">
      <Facts apiKey={apiKey} />
      <p>
        Nobody can read the value of a key again. Where it is lost, or where you cannot tell what uses it, delete the key and make a new
        one.
      </p>
      <div className="buttons">
        {isLive && can('PATCH /v1/api-keys/{id}') && (
          <button type="button" className="quiet" onClick={onChange}>
            Rename or change addresses
          </button>
        )}
        {apiKey.state === 'active' && can('POST /v1/api-keys/{id}/rotate') && (
          <button type="button" className="quiet" onClick={onRotate}>
            Rotate
          </button>
        )}
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function Facts({ apiKey }: { readonly apiKey: ApiKeyDetails }) {
  const { me } = useConsole();
  const can = useCan();
  const log = can('GET /v1/activity/replay') ? '/activity' : apiKey.ownerId === me.id ? '/account/activity' : null;
  return (
    <dl className="facts">
      <dt>State</dt>
      <dd>
        <State state={apiKey.state} reason={apiKey.stateReason} />
      </dd>
      <dt>Owner</dt>
      <dd>
        <Someone who={apiKey.owner} hasAddress />
      </dd>
      <dt>Role</dt>
      <dd>{apiKey.role}</dd>
      <dt>Created</dt>
      <dd>
        <Time at={apiKey.createdAt} /> by <Someone who={apiKey.creator} />
      </dd>
      <dt>Expires</dt>
      <dd>
        <Time at={apiKey.expiresAt} />
      </dd>
      <dt>Last used</dt>
      <dd>
        <LastUse use={apiKey.lastUse} />
      </dd>
      <dt>Allowed addresses</dt>
      <dd>
        <AllowedAddresses addresses={apiKey.allowedIpCidrs} />
      </dd>
      <dt>Id</dt>
      <dd>
        <code>{apiKey.id}</code> <CopyButton text={apiKey.id} what="the id" />
      </dd>
      {log && (
        <>
          <dt>Activity</dt>
          <dd>
            <Link to={log} search={{ credential: apiKey.id }}>
              What was done with it
            </Link>
          </dd>
        </>
      )}
    </dl>
  );
}
