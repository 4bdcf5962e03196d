import { useState } from 'react';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/fields.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { useReceipts } from '../../parts/receipts.js';
import { AllowanceForm } from './allowance-card.js';

/** At the limit: those who may raise the allowance do it here, others ask them for it. */
export function AskForMore({ onClose }: { readonly onClose: () => void }) {
  const { changeableSettings } = useConsole();
  if (!changeableSettings.includes('serviceAccountAllowance')) return <RequestMore onClose={onClose} />;
  return (
    <Dialog title="Allow more service accounts" onClose={onClose}>
      <AllowanceForm onDone={onClose} />
    </Dialog>
  );
}

function RequestMore({ onClose }: { readonly onClose: () => void }) {
  const { limits } = useConsole();
  const give = useReceipts();
  const ask = useCommand('POST /v1/service-accounts/allowance-requests', ['allowance-requests']);
  const [reason, setReason] = useState('');
  const submit = async () => {
    const answer = await ask.run({ body: { reason } });
    if (answer === null) return;
    give({ sentence: 'The owners see your request, and answer it here.', position: answer.position });
    onClose();
  };
  return (
    <FormDialog title="Request more service accounts" act="Send the request" command={ask} onSubmit={submit} onClose={onClose}>
      <p>All service accounts that the organization may have are in use. The owners can allow more.</p>
      <TextField
        label="What for"
        value={reason}
        onChange={setReason}
        error={ask.problem?.of('reason')}
        maxLength={limits.nameLengthMax}
        isRequired
        autoFocus
      />
    </FormDialog>
  );
}
