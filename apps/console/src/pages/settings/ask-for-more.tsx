import { type SubmitEvent, useState } from 'react';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/fields.js';
import { ProblemView } from '../../parts/problem-view.js';
import { useReceipts } from '../../parts/receipts.js';
import { AllowanceForm } from './allowance-card.js';

/** At the limit: those who may raise the allowance do it here, others ask them for it. */
export function AskForMore({ onClose }: { readonly onClose: () => void }) {
  const { changeableSettings } = useConsole();
  const isOwnAct = changeableSettings.includes('serviceAccountAllowance');
  return (
    <Dialog title={isOwnAct ? 'Allow more service accounts' : 'Request more service accounts'} onClose={onClose}>
      {isOwnAct ? <AllowanceForm onDone={onClose} /> : <RequestForm onClose={onClose} />}
    </Dialog>
  );
}

function RequestForm({ onClose }: { readonly onClose: () => void }) {
  const { limits } = useConsole();
  const give = useReceipts();
  const ask = useCommand('POST /v1/service-accounts/allowance-requests', ['allowance-requests']);
  const [reason, setReason] = useState('');
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const answer = await ask.run({ body: { reason } });
    if (answer === null) return;
    give({ sentence: 'The owners see your request, and answer it here.', position: answer.position });
    onClose();
  };
  return (
    <form onSubmit={submit}>
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
      {ask.problem && <ProblemView problem={ask.problem} />}
      <div className="buttons">
        <button type="button" className="quiet" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" disabled={ask.isRunning}>
          {ask.isRunning ? 'One moment …' : 'Send the request'}
        </button>
      </div>
    </form>
  );
}
