import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { ApiKeyView } from '#api/features/api-keys/api-key-views';
import type { ApiKeyDetails } from '#api/features/api-keys/api-keys.queries';
import type { Answer } from '../../api/call.js';
import { problemOf } from '../../api/problem.js';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/fields.js';
import { Skeleton } from '../../parts/list.js';
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
      {data ? (
        // What was changed meanwhile begins the form anew.
        <ChangeForm key={data.etag} answer={data} onClose={onClose} />
      ) : (
        !error && <Skeleton label="the key" rows={3} />
      )}
    </Dialog>
  );
}

function ChangeForm({ answer: { body, etag }, onClose }: { readonly answer: Answer<ApiKeyView>; readonly onClose: () => void }) {
  const { limits } = useConsole();
  const give = useReceipts();
  const change = useCommand('PATCH /v1/api-keys/{id}', ['api-keys', 'tokens']);
  const [name, setName] = useState(body.name ?? '');
  const [addresses, setAddresses] = useState<Addresses>({ addresses: body.allowedIpCidrs, typed: '' });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const headers = etag === null ? undefined : { 'If-Match': etag };
    const answer = await change.run({ path: { id: body.id }, body: { name, allowedIpCidrs: withTyped(addresses) }, headers });
    if (answer === null) return;
    give({ sentence: 'Changed.', position: answer.position });
    onClose();
  };
  const { problem } = change;
  return (
    <form onSubmit={submit}>
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        error={problem?.of('name')}
        maxLength={limits.nameLengthMax}
        isRequired
        autoFocus
        autoComplete="off"
      />
      <AddressesField value={addresses} onChange={setAddresses} error={problem?.of('allowedIpCidrs') ?? ''} />
      {problem && <ProblemView problem={problem} />}
      <div className="buttons">
        <button type="button" className="quiet" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" disabled={change.isRunning}>
          {change.isRunning ? 'One moment …' : 'Change'}
        </button>
      </div>
    </form>
  );
}
