import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { ApiKeyDetails } from '#api/features/api-keys/api-keys.queries';
import { useCan, useConsole } from '../../api/use-console.js';
import { useFilters } from '../../api/use-filters.js';
import { clearing, FilterBar } from '../../parts/filter-bar.js';
import { List } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { RowMenu } from '../../parts/row-menu.js';
import { Term } from '../../parts/term.js';
import { apiKeyColumns } from './api-key-columns.js';
import { ApiKeyDetailsDialog } from './api-key-details.js';
import { keyFilters } from './api-key-filters.js';
import { apiKeysQuery, type KeyScope } from './api-keys.queries.js';
import { ChangeApiKey } from './change-api-key.js';
import { CreateApiKey, type Replaced } from './create-api-key.js';
import { DeleteApiKey } from './delete-api-key.js';
import { RotateApiKey } from './rotate-api-key.js';

type Open =
  | { readonly act: 'create'; readonly replaced?: Replaced }
  | { readonly act: 'details' | 'change' | 'rotate' | 'delete'; readonly apiKey: ApiKeyDetails };

interface ApiKeysParts {
  readonly scope: KeyScope;
  readonly place: readonly string[];
}

/** API keys of one's own or of everybody. What can be done with a key beside deleting it is behind its name. */
export function ApiKeys({ scope, place }: ApiKeysParts) {
  const can = useCan();
  const filters = useFilters();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const create = can('POST /v1/api-keys') && (
    <button type="button" onClick={() => setOpen({ act: 'create' })}>
      Create API key
    </button>
  );
  const menu = (apiKey: ApiKeyDetails) => {
    const acts = [
      apiKey.state !== 'revoked' &&
        can('DELETE /v1/api-keys/{id}') && { label: 'Delete', onAction: () => setOpen({ act: 'delete', apiKey }), isDanger: true },
    ];
    return <RowMenu of={apiKey.name ?? 'the key'} acts={acts} />;
  };
  return (
    <Page title="API keys" place={place} about={<About />} acts={create}>
      <Tabs scope={scope} />
      <FilterBar filters={keyFilters(scope)} of={filters} />
      <List
        label={scope === 'own' ? 'My API keys' : 'API keys of everybody'}
        query={apiKeysQuery(scope, filters.search)}
        columns={apiKeyColumns(scope, (apiKey) => setOpen({ act: 'details', apiKey }))}
        menu={menu}
        sorted={filters.search.sort as string | undefined}
        onSort={(sort) => filters.set({ sort })}
        onClearFilters={clearing(keyFilters(scope), filters)}
        empty={<Empty scope={scope}>{create}</Empty>}
      />
      {open && <OpenDialog open={open} go={setOpen} onClose={close} />}
    </Page>
  );
}

function About() {
  return (
    <p>
      With an <Term of="API key" /> a program acts for its owner, in the role of the key or of the owner, whichever is lower. Keys are tied
      to the accounts of their owners: where an account is disabled, so are its keys.
    </p>
  );
}

function Empty({ scope, children }: { readonly scope: KeyScope; readonly children: ReactNode }) {
  return (
    <>
      <p>{scope === 'own' ? 'You have no API key.' : 'Nobody in the organization has an API key.'}</p>
      {children}
    </>
  );
}

/** Both lists, where the person may see both; a link each, since each has its own address. */
function Tabs({ scope }: { readonly scope: KeyScope }) {
  const can = useCan();
  if (!can('GET /v1/users')) return null;
  return (
    <nav className="tab-links" aria-label="Whose keys">
      <Link to="/account/api-keys" aria-current={scope === 'own' ? 'page' : undefined}>
        Mine
      </Link>
      <Link to="/organization/settings/api-keys" aria-current={scope === 'organization' ? 'page' : undefined}>
        Of everybody
      </Link>
    </nav>
  );
}

interface OpenDialogParts {
  readonly open: Open;
  readonly go: (open: Open) => void;
  readonly onClose: () => void;
}

function OpenDialog({ open, go, onClose }: OpenDialogParts) {
  const { me } = useConsole();
  const can = useCan();
  if (open.act === 'create') return <CreateApiKey replaced={open.replaced} onClose={onClose} />;
  const { act, apiKey } = open;
  const { name, role, owner, allowedIpCidrs: addresses } = apiKey;
  const replaced = { name, role, ownerEmail: owner.id === me.id ? null : owner.email, addresses };
  const isOwn = owner.id === me.id;
  const mayReplace = can('POST /v1/api-keys') && (isOwn || can('POST /v1/users'));
  if (act === 'details')
    return (
      <ApiKeyDetailsDialog
        apiKey={apiKey}
        onClose={onClose}
        onChange={() => go({ act: 'change', apiKey })}
        onRotate={() => go({ act: 'rotate', apiKey })}
      />
    );
  if (act === 'change') return <ChangeApiKey apiKey={apiKey} onClose={onClose} />;
  if (act === 'rotate') return <RotateApiKey apiKey={apiKey} onClose={onClose} />;
  return <DeleteApiKey apiKey={apiKey} onClose={onClose} onReplace={mayReplace ? () => go({ act: 'create', replaced }) : undefined} />;
}
