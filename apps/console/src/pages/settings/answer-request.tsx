import { useSuspenseQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { AllowanceRequestView } from '#api/features/service-accounts/allowance-requests.queries';
import { organizationQuery } from '../../api/organization.js';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/fields.js';
import { ProblemView } from '../../parts/problem-view.js';
import { useReceipts } from '../../parts/receipts.js';

interface AnswerParts {
  readonly request: AllowanceRequestView;
  readonly onClose: () => void;
}

const changed = ['allowance-requests', 'organization', 'summary'];

/** Raises the allowance, as somebody has asked for. */
export function GrantRequest({ request: { id }, onClose }: AnswerParts) {
  const { limits } = useConsole();
  const give = useReceipts();
  const { serviceAccountAllowance: present } = useSuspenseQuery(organizationQuery).data.body;
  const grant = useCommand('POST /v1/service-accounts/allowance-requests/{id}/grant', changed);
  const [allowance, setAllowance] = useState(String(present + 1));
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const answer = await grant.run({ path: { id }, body: { allowance: Number(allowance) } });
    if (answer === null) return;
    give({ sentence: `Granted: ${allowance} service accounts.`, position: answer.position });
    onClose();
  };
  return (
    <Dialog title="Grant the request" onClose={onClose}>
      <form onSubmit={submit}>
        <TextField
          label="Service accounts"
          hint={`${present} until now, ${limits.serviceAccountAllowanceMax} at most.`}
          type="number"
          value={allowance}
          onChange={setAllowance}
          error={grant.problem?.of('allowance')}
          min={present + 1}
          max={limits.serviceAccountAllowanceMax}
          isRequired
          autoFocus
        />
        {grant.problem && <ProblemView problem={grant.problem} />}
        <Buttons act="Grant" isRunning={grant.isRunning} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/** Leaves the allowance as it is, with a note to the one who asked. */
export function DeclineRequest({ request: { id }, onClose }: AnswerParts) {
  const { limits } = useConsole();
  const give = useReceipts();
  const decline = useCommand('POST /v1/service-accounts/allowance-requests/{id}/decline', changed);
  const [note, setNote] = useState('');
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const answer = await decline.run({ path: { id }, body: note === '' ? {} : { note } });
    if (answer === null) return;
    give({ sentence: 'Declined the request.', position: answer.position });
    onClose();
  };
  return (
    <Dialog title="Decline the request" onClose={onClose}>
      <form onSubmit={submit}>
        <TextField
          label="Note"
          hint="What to tell the one who asked."
          value={note}
          onChange={setNote}
          error={decline.problem?.of('note')}
          maxLength={limits.nameLengthMax}
          autoFocus
        />
        {decline.problem && <ProblemView problem={decline.problem} />}
        <Buttons act="Decline" isRunning={decline.isRunning} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function Buttons({ act, isRunning, onClose }: { readonly act: string; readonly isRunning: boolean; readonly onClose: () => void }) {
  return (
    <div className="buttons">
      <button type="button" className="quiet" onClick={onClose}>
        Cancel
      </button>
      <button type="submit" disabled={isRunning}>
        {isRunning ? 'One moment …' : act}
      </button>
    </div>
  );
}
