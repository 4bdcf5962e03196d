import { useState } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import type { ApiKeyDetails } from '#api/features/api-keys/api-keys.queries';
import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { LastUse } from '../../parts/last-use.js';
import { useReceipts } from '../../parts/receipts.js';

interface DeleteParts {
  readonly apiKey: ApiKeyDetails;
  readonly onClose: () => void;
  /** Absent where the person may not make one like it. */
  readonly onReplace?: () => void;
}

/** Deletes an API key for ever. It says when the key was used last, and offers to make the one that takes its place before. */
export function DeleteApiKey({ apiKey, onClose, onReplace }: DeleteParts) {
  const give = useReceipts();
  const remove = useCommand('DELETE /v1/api-keys/{id}', ['api-keys', 'tokens', 'summary']);
  const [hasDescendants, setDescendants] = useState(false);
  const name = apiKey.name ?? 'the key';
  const confirm = async () => {
    const answer = await remove.run({ path: { id: apiKey.id }, query: { descendants: hasDescendants || undefined } });
    if (answer === null) return;
    give({ sentence: `Deleted ${name}.`, position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog title={`Delete ${name}?`} act="Delete" command={remove} onConfirm={confirm} onClose={onClose}>
      <p>
        The key can no longer authenticate: any app, script or service that uses it is refused at once. This cannot be undone, and nobody
        can read the key’s value again.
      </p>
      <p>
        Last used: <LastUse use={apiKey.lastUse} />
      </p>
      {onReplace && (
        <p>
          To interrupt nothing, make the new key and put it where the old one is, and delete the old one then.{' '}
          <button type="button" className="quiet small" onClick={onReplace}>
            Create a replacement first
          </button>
        </p>
      )}
      <Checkbox isSelected={hasDescendants} onChange={setDescendants} className="checkbox">
        <span className="checkbox-box" aria-hidden="true" />
        Also delete the keys that were made with it
      </Checkbox>
    </ConfirmDialog>
  );
}
