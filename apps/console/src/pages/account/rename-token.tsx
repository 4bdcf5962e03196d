import { useState } from 'react';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { TextField } from '../../parts/fields.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { useReceipts } from '../../parts/receipts.js';

/** Gives a token another name. */
export function RenameToken({ token, onClose }: { readonly token: TokenDetails; readonly onClose: () => void }) {
  const { limits } = useConsole();
  const give = useReceipts();
  const rename = useCommand('PATCH /v1/tokens/{id}', ['tokens']);
  const [name, setName] = useState(token.name ?? '');
  const submit = async () => {
    const answer = await rename.run({ path: { id: token.id }, body: { name } });
    if (answer === null) return;
    give({ sentence: 'Renamed.', position: answer.position });
    onClose();
  };
  return (
    <FormDialog title="Rename the token" act="Rename" command={rename} onSubmit={submit} onClose={onClose}>
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        error={rename.problem?.of('name')}
        maxLength={limits.nameLengthMax}
        isRequired
        autoFocus
      />
    </FormDialog>
  );
}
