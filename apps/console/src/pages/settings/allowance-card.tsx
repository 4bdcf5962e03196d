import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '../../api/use-console.js';
import { CommandForm } from '../../parts/command-form.js';
import { counted } from '../../parts/counted.js';
import { TextField } from '../../parts/fields.js';
import { settingLabels } from './setting-words.js';
import { summaryQuery } from './settings.queries.js';
import { SettingsConflict } from './settings-conflict.js';
import { useSettingsChange } from './use-settings-change.js';

const title = settingLabels.serviceAccountAllowance;

/** How many service accounts the organization may have; for owners. */
export function AllowanceCard() {
  const { changeableSettings } = useConsole();
  const isChangeable = changeableSettings.includes('serviceAccountAllowance');
  const { data } = useQuery(summaryQuery);
  const count = data?.organization?.serviceAccounts.count;
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <p>
        One by default. A service account is not a seat. Those that there are stay when the number is lowered.
        {count !== undefined && ` There ${count === 1 ? 'is 1' : `are ${count}`} now.`}
      </p>
      <AllowanceForm isReadOnly={!isChangeable} />
    </section>
  );
}

/** The field in which an owner sets the allowance; `onDone` is told when it was saved. */
export function AllowanceForm({ isReadOnly = false, onDone }: { readonly isReadOnly?: boolean; readonly onDone?: () => void }) {
  const change = useSettingsChange();
  const { limits } = useConsole();
  const { serviceAccountAllowance: present } = change.organization;
  const [typed, setTyped] = useState<string | null>(null);
  const wished = Number(typed ?? present);
  const finish = () => {
    setTyped(null);
    onDone?.();
  };
  const submit = async () => {
    const sentence = `The organization may have ${counted(wished, 'service account')}.`;
    if (await change.apply({ serviceAccountAllowance: wished }, { sentence })) finish();
  };
  const field = (
    <TextField
      label="Service accounts"
      hint={isReadOnly ? 'Only owners change this.' : `${limits.serviceAccountAllowanceMax} at most.`}
      type="number"
      value={typed ?? String(present)}
      onChange={setTyped}
      isReadOnly={isReadOnly}
      isRequired
      min={0}
      max={limits.serviceAccountAllowanceMax}
      error={change.problem?.of('serviceAccountAllowance')}
    />
  );
  if (isReadOnly) return field;
  return (
    <>
      <CommandForm act="Save" command={change} isIncomplete={wished === present} onSubmit={submit}>
        {field}
      </CommandForm>
      <SettingsConflict change={change} onDone={finish} />
    </>
  );
}
