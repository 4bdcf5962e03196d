import { Checkbox } from 'react-aria-components/Checkbox';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { Expiry } from '../../parts/expiry.js';
import { Id } from '../../parts/id.js';
import { LastUse } from '../../parts/last-use.js';
import { State } from '../../parts/state.js';
import type { Column } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { Creator, called, isLive, Kind, Owner } from './token-words.js';

interface Selecting {
  readonly isSelected: (token: TokenDetails) => boolean;
  readonly onSelect: (token: TokenDetails) => void;
  /** Whether the person may revoke it. */
  readonly mayRevoke: (token: TokenDetails) => boolean;
  readonly onOpen: (token: TokenDetails) => void;
}

/** The columns of the tokens of everybody. A box is absent where nothing can be taken away. */
export const tokenColumns = ({ isSelected, onSelect, mayRevoke, onOpen }: Selecting): readonly Column<TokenDetails>[] => [
  {
    header: 'Select',
    cell: (token) =>
      isLive(token) &&
      mayRevoke(token) && (
        <Checkbox
          className="checkbox"
          isSelected={isSelected(token)}
          onChange={() => onSelect(token)}
          aria-label={`Select ${called(token)} ${token.id.slice(-6)}`}
        >
          <span className="checkbox-box" aria-hidden="true" />
        </Checkbox>
      ),
  },
  {
    header: 'Name',
    isName: true,
    cell: (token) => (
      <>
        <button type="button" className="link" onClick={() => onOpen(token)}>
          {token.name === null ? 'without a name' : <bdi>{token.name}</bdi>}
        </button>{' '}
        <Id id={token.id} />
      </>
    ),
  },
  { header: 'Owner', cell: ({ owner }) => <Owner owner={owner} /> },
  { header: 'Kind', cell: ({ kind }) => <Kind kind={kind} /> },
  { header: 'State', cell: ({ state, stateReason }) => <State state={state} reason={stateReason} /> },
  { header: 'Created by', cell: (token) => <Creator token={token} /> },
  { header: 'Created', sort: 'createdAt', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { header: 'Expires', sort: 'expiresAt', cell: (token) => <Expiry of={token} /> },
  { header: 'Last used', sort: 'lastUsedAt', cell: ({ lastUse }) => <LastUse use={lastUse} /> },
];
