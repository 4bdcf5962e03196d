import { useState } from 'react';
import type { CreatedApiKey } from '#api/features/api-keys/api-key-issuance';
import type { ApiKeyDetails } from '#api/features/api-keys/api-keys.queries';
import { useCommand } from '../../api/use-command.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { LastUse } from '../../parts/last-use.js';
import { type Overlap, OverlapField, overlapBody } from '../../parts/overlap-field.js';
import { useShowToken } from '../../parts/use-show-token.js';

/** Makes the successor of a key, with the same name, role, validity and addresses. */
export function RotateApiKey({ apiKey, onClose }: { readonly apiKey: ApiKeyDetails; readonly onClose: () => void }) {
  const show = useShowToken('api-key');
  const rotate = useCommand<CreatedApiKey>('POST /v1/api-keys/{id}/rotate', ['api-keys', 'tokens', 'summary']);
  const [overlap, setOverlap] = useState<Overlap>('none');
  const submit = async () => {
    const answer = await rotate.run({ path: { id: apiKey.id }, body: overlapBody(overlap) });
    if (answer === null) return;
    onClose();
    show('API key created', answer.body.credential);
  };
  return (
    <FormDialog title={`Rotate ${apiKey.name ?? 'the key'}`} act="Rotate" command={rotate} onSubmit={submit} onClose={onClose}>
      <p>A new key of the same name, role, validity and addresses takes its place. It is shown once.</p>
      <p>
        Last used: <LastUse use={apiKey.lastUse} />
      </p>
      <OverlapField value={overlap} onChange={setOverlap} problem={rotate.problem} />
    </FormDialog>
  );
}
