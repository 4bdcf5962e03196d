import { type SubmitEvent, useState } from 'react';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/fields.js';
import { ProblemView } from '../../parts/problem-view.js';
import { useReceipts } from '../../parts/receipts.js';

/** Gives a token another name. */
export function RenameToken({ token, onClose }: { readonly token: TokenDetails; readonly onClose: () => void }) {
  const { limits } = useConsole();
  const give = useReceipts();
  const rename = useCommand('PATCH /v1/tokens/{id}', ['tokens']);
  const [name, setName] = useState(token.name ?? '');
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const answer = await rename.run({ path: { id: token.id }, body: { name } });
    if (answer === null) return;
    give({ sentence: 'Renamed.', position: answer.position });
    onClose();
  };
  return (
    <Dialog title="Rename the token" onClose={onClose}>
      <form onSubmit={submit}>
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          error={rename.problem?.of('name')}
          maxLength={limits.nameLengthMax}
          isRequired
          autoFocus
        />
        {rename.problem && <ProblemView problem={rename.problem} />}
        <div className="buttons">
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" disabled={rename.isRunning}>
            Rename
          </button>
        </div>
      </form>
    </Dialog>
  );
}
