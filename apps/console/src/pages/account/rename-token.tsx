import { useState } from 'react';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { NameField } from '../../parts/name-field.js';
import { useReceipts } from '../../parts/receipts.js';

/** Gives a token another name. */
export function RenameToken({ token, onClose }: { readonly token: TokenDetails; readonly onClose: () => void }) {
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
      <NameField value={name} onChange={setName} problem={rename.problem} isRequired />
    </FormDialog>
  );
}
