import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { TokenDetails as Token } from '#api/features/tokens/token-detail-views';
import { useCan } from '../../api/use-console.js';
import { useFilters } from '../../api/use-filters.js';
import { CsvButton } from '../../parts/csv-button.js';
import { clearing, FilterBar, understood, valuesOf } from '../../parts/filter-bar.js';
import { List } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { RowMenu } from '../../parts/row-menu.js';
import { FindLeaked } from './find-leaked.js';
import { RevokeMany } from './revoke-many.js';
import { RevokeOne } from './revoke-one.js';
import { SavedViews } from './saved-views.js';
import { SelectionBar } from './selection-bar.js';
import { tokenColumns } from './token-columns.js';
import { TokenDetails } from './token-details.js';
import { useTokenFilters } from './token-filters.js';
import { called, isLive } from './token-words.js';
import { everybodysFilters, everybodysTokensQuery } from './tokens.queries.js';
import { useMayRevoke } from './use-may-revoke.js';
import { useSelection } from './use-selection.js';

type Open = { readonly act: 'find' | 'revoke-many' } | { readonly act: 'details' | 'revoke'; readonly token: Token };

/** Every credential of the organization in one table. */
export function TokensOfEverybody() {
  const can = useCan();
  const all = useTokenFilters();
  const filters = understood(all, useFilters());
  const mayRevoke = useMayRevoke();
  const navigate = useNavigate();
  const selection = useSelection<Token>();
  const [open, setOpen] = useState<Open | null>(null);
  const query = everybodysTokensQuery(filters.search);
  const { data } = useInfiniteQuery(query);
  const selectable = (data?.pages ?? []).flatMap(({ items }) => items).filter((token) => isLive(token) && mayRevoke(token));
  const menu = (token: Token) => (
    <RowMenu
      of={called(token)}
      acts={[
        { label: 'Details', onAction: () => setOpen({ act: 'details', token }) },
        { label: 'View activity log', onAction: () => void navigate({ to: '/activity', search: { credential: token.id } }) },
        isLive(token) && mayRevoke(token) && { label: 'Revoke', onAction: () => setOpen({ act: 'revoke', token }), isDanger: true },
      ]}
    />
  );
  return (
    <Page
      title="Tokens of everybody"
      place={['Organization']}
      about={<p>Every credential of the organization, also called API keys: whose it is, how it stands, and when it was used last.</p>}
      acts={
        can('POST /v1/tokens/identify') && (
          <button type="button" onClick={() => setOpen({ act: 'find' })}>
            Find a leaked token
          </button>
        )
      }
    >
      <SavedViews />
      <FilterBar filters={all} of={filters}>
        <CsvButton route="GET /v1/tokens" query={everybodysFilters(filters.search)} name="tokens" />
      </FilterBar>
      {can('POST /v1/users/{id}/revoke-tokens') && (
        <SelectionBar
          count={selection.all.length}
          selectable={selectable.length}
          onSelectAll={() => selection.add(selectable)}
          onClear={selection.clear}
          onRevoke={() => setOpen({ act: 'revoke-many' })}
        />
      )}
      <List
        label="Tokens of everybody"
        query={query}
        columns={tokenColumns({
          isSelected: selection.has,
          onSelect: selection.toggle,
          mayRevoke,
          onOpen: (token) => setOpen({ act: 'details', token }),
        })}
        menu={menu}
        sorted={valuesOf(filters.search, 'sort')[0] ?? '-createdAt'}
        onSort={(sort) => filters.set({ sort })}
        empty={<p>Nobody has made a token yet.</p>}
        onClearFilters={clearing(all, filters)}
      />
      <Dialogs open={open} selected={selection.all} onOpen={setOpen} onRevoked={selection.clear} />
    </Page>
  );
}

interface DialogsParts {
  readonly open: Open | null;
  readonly selected: readonly Token[];
  readonly onOpen: (open: Open | null) => void;
  readonly onRevoked: () => void;
}

function Dialogs({ open, selected, onOpen, onRevoked }: DialogsParts) {
  const close = () => onOpen(null);
  if (open?.act === 'find') return <FindLeaked onClose={close} />;
  if (open?.act === 'revoke-many') return <RevokeMany tokens={selected} onRevoked={onRevoked} onClose={close} />;
  if (open?.act === 'revoke') return <RevokeOne token={open.token} onClose={close} />;
  if (open?.act !== 'details') return null;
  const { token } = open;
  return <TokenDetails token={token} onRevoke={() => onOpen({ act: 'revoke', token })} onClose={close} />;
}
