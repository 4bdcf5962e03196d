import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AllowanceRequestView } from '#api/features/service-accounts/allowance-requests.queries';
import { organizationQuery } from '../../api/organization.js';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { TextField } from '../../parts/fields.js';
import { FormDialog } from '../../parts/form-dialog.js';
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
  const submit = async () => {
    const answer = await grant.run({ path: { id }, body: { allowance: Number(allowance) } });
    if (answer === null) return;
    give({ sentence: `Granted: ${allowance} service accounts.`, position: answer.position });
    onClose();
  };
  return (
    <FormDialog title="Grant the request" act="Grant" command={grant} onSubmit={submit} onClose={onClose}>
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
    </FormDialog>
  );
}

/** Leaves the allowance as it is, with a note to the one who asked. */
export function DeclineRequest({ request: { id }, onClose }: AnswerParts) {
  const { limits } = useConsole();
  const give = useReceipts();
  const decline = useCommand('POST /v1/service-accounts/allowance-requests/{id}/decline', changed);
  const [note, setNote] = useState('');
  const submit = async () => {
    const answer = await decline.run({ path: { id }, body: note === '' ? {} : { note } });
    if (answer === null) return;
    give({ sentence: 'Declined the request.', position: answer.position });
    onClose();
  };
  return (
    <FormDialog title="Decline the request" act="Decline" command={decline} onSubmit={submit} onClose={onClose}>
      <TextField
        label="Note"
        hint="What to tell the one who asked."
        value={note}
        onChange={setNote}
        error={decline.problem?.of('note')}
        maxLength={limits.nameLengthMax}
        autoFocus
      />
    </FormDialog>
  );
}
