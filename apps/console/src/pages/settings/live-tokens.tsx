import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { CsvButton } from '../../parts/csv-button.js';
import { Named } from '../../parts/id.js';
import { LastUse } from '../../parts/last-use.js';
import { List } from '../../parts/list.js';
import { Someone } from '../../parts/someone.js';
import type { Column } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { liveOf, liveTokensQuery, type SwitchedKind } from './settings.queries.js';

const columns: readonly Column<TokenDetails>[] = [
  { header: 'Owner', isName: true, cell: ({ owner }) => <Someone who={owner} hasAddress /> },
  { header: 'Token', cell: ({ name, id }) => <Named name={name} id={id} none="without a name" /> },
  { header: 'Last used', cell: ({ lastUse }) => <LastUse use={lastUse} /> },
  { header: 'Created', cell: ({ createdAt }) => <Time at={createdAt} /> },
];

/** The tokens that would stop with their type, those that were used last first, also as a table to be saved. */
export const LiveTokens = ({ kind }: { readonly kind: SwitchedKind }) => (
  <>
    <List label="Tokens that would stop" query={liveTokensQuery(kind)} columns={columns} empty={<p>No token would stop.</p>} />
    <CsvButton route="GET /v1/tokens" query={liveOf(kind)} name={`live-${kind}-tokens`} />
  </>
);
