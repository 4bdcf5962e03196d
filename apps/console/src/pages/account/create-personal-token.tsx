import { useState } from 'react';
import type { IssuedToken } from '#api/features/tokens/tokens.commands';
import { isoIn } from '../../api/clock.js';
import { useCommand } from '../../api/use-command.js';
import { counted } from '../../parts/counted.js';
import { SelectField, TextField } from '../../parts/fields.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { NameField } from '../../parts/name-field.js';
import { useShowToken } from '../../parts/use-show-token.js';

const presets = [7, 30, 90, 365] as const;
const dayMs = 86_400_000;
type Choice = `${number}` | 'longest' | 'date';

/** Makes a personal access token; it ends at the latest when the organization says. `ttlDays` is that many days from now. */
export function CreatePersonalToken({ ttlDays, onClose }: { readonly ttlDays: number; readonly onClose: () => void }) {
  const show = useShowToken('personal');
  const issue = useCommand<IssuedToken>('POST /v1/tokens', ['tokens', 'summary']);
  const [name, setName] = useState('');
  const [choice, setChoice] = useState<Choice>('longest');
  const [date, setDate] = useState('');
  const submit = async () => {
    const answer = await issue.run({ body: { kind: 'personal', ...(name && { name }), ...expiryOf(choice, date) } });
    if (answer === null) return;
    onClose();
    show('Personal access token created', answer.body.credential);
  };
  const choices = [
    ...presets.filter((days) => days < ttlDays).map((days) => ({ value: `${days}` as Choice, label: counted(days, 'day') })),
    { value: 'longest' as Choice, label: `${counted(ttlDays, 'day')}, the longest` },
    { value: 'date' as Choice, label: 'On a date …' },
  ];
  return (
    <FormDialog title="Create a personal access token" act="Create" command={issue} onSubmit={submit} onClose={onClose}>
      <NameField
        hint="What it is for, so that you know later whether you still need it."
        value={name}
        onChange={setName}
        problem={issue.problem}
      />
      <SelectField
        label="Expires after"
        hint={`Your organization lets no token live longer than ${counted(ttlDays, 'day')}.`}
        value={choice}
        choices={choices}
        onChange={setChoice}
        error={choice === 'date' ? '' : issue.problem?.of('expiresAt')}
      />
      {choice === 'date' && (
        <TextField
          label="Day"
          hint={`From ${dayAfter(1)} to ${dayAfter(ttlDays)}; it ends at the beginning of the day, UTC.`}
          type="date"
          min={dayAfter(1)}
          max={dayAfter(ttlDays)}
          value={date}
          onChange={setDate}
          isRequired
          error={issue.problem?.of('expiresAt')}
        />
      )}
    </FormDialog>
  );
}

/** The date in UTC after so many days, as `2026-12-31`. */
const dayAfter = (days: number) => isoIn(days * dayMs).slice(0, 10);

/** Without an expiry, the server takes the latest that it allows. */
function expiryOf(choice: Choice, date: string): { expiresAt?: string } {
  if (choice === 'longest') return {};
  if (choice === 'date') return { expiresAt: date };
  return { expiresAt: isoIn(Number(choice) * dayMs) };
}
