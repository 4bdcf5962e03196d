import type { ApiKeyDetails } from '#api/features/api-keys/api-keys.queries';
import { Expiry } from '../../parts/expiry.js';
import { Id } from '../../parts/id.js';
import { LastUse } from '../../parts/last-use.js';
import { Someone } from '../../parts/someone.js';
import { State } from '../../parts/state.js';
import type { Column } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { AllowedAddresses } from './api-key-parts.js';
import type { KeyScope } from './api-keys.queries.js';

/** What a list of keys shows; whose a key is says only the list of everybody's. */
export const apiKeyColumns = (scope: KeyScope, onOpen: (apiKey: ApiKeyDetails) => void): readonly Column<ApiKeyDetails>[] => [
  {
    header: 'Name',
    isName: true,
    cell: (apiKey) => (
      <span>
        <button type="button" className="link" onClick={() => onOpen(apiKey)}>
          {apiKey.name === null ? 'without a name' : <bdi>{apiKey.name}</bdi>}
        </button>{' '}
        <Id id={apiKey.id} />
      </span>
    ),
  },
  ...(scope === 'own' ? [] : [{ header: 'Owner', cell: ({ owner }: ApiKeyDetails) => <Someone who={owner} hasAddress /> }]),
  { header: 'Role', cell: ({ role }) => role },
  { header: 'State', cell: ({ state, stateReason }) => <State state={state} reason={stateReason} /> },
  { header: 'Created by', cell: ({ creator }) => <Someone who={creator} hasAddress /> },
  { header: 'Created', sort: 'createdAt', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { header: 'Expires', sort: 'expiresAt', cell: (apiKey) => <Expiry of={apiKey} /> },
  { header: 'Last used', sort: 'lastUsedAt', cell: ({ lastUse }) => <LastUse use={lastUse} /> },
  { header: 'Allowed addresses', cell: ({ allowedIpCidrs }) => <AllowedAddresses addresses={allowedIpCidrs} /> },
];
