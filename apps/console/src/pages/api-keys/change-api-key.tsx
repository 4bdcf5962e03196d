import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKeyView } from '#api/features/api-keys/api-key-views';
import type { ApiKeyDetails } from '#api/features/api-keys/api-keys.queries';
import type { Answer } from '../../api/call.js';
import { problemOf } from '../../api/problem.js';
import { useCommand } from '../../api/use-command.js';
import { Cancel, CommandForm } from '../../parts/command-form.js';
import { Dialog } from '../../parts/dialog.js';
import { Skeleton } from '../../parts/list.js';
import { NameField } from '../../parts/name-field.js';
import { ProblemView } from '../../parts/problem-view.js';
import { useReceipts } from '../../parts/receipts.js';
import { type Addresses, AddressesField, withTyped } from './addresses-field.js';
import { apiKeyQuery } from './api-keys.queries.js';

/** Gives a key another name, or other addresses from which it is good. */
export function ChangeApiKey({ apiKey, onClose }: { readonly apiKey: ApiKeyDetails; readonly onClose: () => void }) {
  const { data, error, refetch } = useQuery({ ...apiKeyQuery(apiKey.id), staleTime: 0 });
  return (
    <Dialog title={`Change ${apiKey.name ?? 'the key'}`} onClose={onClose}>
      {error && <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />}
      {data && <ChangeForm answer={data} onReload={() => void refetch()} onClose={onClose} />}
      {!data && !error && <Skeleton label="the key" rows={3} />}
    </Dialog>
  );
}

interface ChangeFormParts {
  readonly answer: Answer<ApiKeyView>;
  readonly onReload: () => void;
  readonly onClose: () => void;
}

function ChangeForm({ answer: { body, etag }, onReload, onClose }: ChangeFormParts) {
  const give = useReceipts();
  const change = useCommand('PATCH /v1/api-keys/{id}', ['api-keys', 'tokens']);
  const [begun] = useState(body);
  const [name, setName] = useState(body.name ?? '');
  const [addresses, setAddresses] = useState<Addresses>({ addresses: body.allowedIpCidrs, typed: '' });
  const submit = async () => {
    const headers = etag === null ? undefined : { 'If-Match': etag };
    const answer = await change.run({ path: { id: body.id }, body: { name, allowedIpCidrs: withTyped(addresses) }, headers });
    if (answer === null) return onReload();
    give({ sentence: 'Changed.', position: answer.position });
    onClose();
  };
  const { problem } = change;
  return (
    <CommandForm act="Change" command={change} onSubmit={submit} others={<Cancel onClick={onClose} />}>
      <NameField value={name} onChange={setName} problem={problem} isRequired />
      <AddressesField value={addresses} onChange={setAddresses} error={problem?.of('allowedIpCidrs') ?? ''} />
      {isOther(begun, body) && <Meanwhile now={body} />}
    </CommandForm>
  );
}

const isOther = (one: ApiKeyView, other: ApiKeyView) =>
  one.name !== other.name || one.allowedIpCidrs.join() !== other.allowedIpCidrs.join();

/** What somebody else made of the key while it was being changed here; the next attempt takes the place of that. */
const Meanwhile = ({ now }: { readonly now: ApiKeyView }) => (
  <div className="banner" role="status">
    Somebody has changed the key meanwhile. It is now called <bdi>{now.name}</bdi>, and good from{' '}
    {now.allowedIpCidrs.length === 0 ? 'everywhere' : now.allowedIpCidrs.join(', ')}. Change it again to replace that by what stands here.
  </div>
);
