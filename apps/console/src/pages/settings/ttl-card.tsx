import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '../../api/use-console.js';
import { CommandForm } from '../../parts/command-form.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { counted } from '../../parts/counted.js';
import { TextField } from '../../parts/fields.js';
import { settingLabels, tokensOfOwners } from './setting-words.js';
import { previewQuery } from './settings.queries.js';
import { SettingsConflict } from './settings-conflict.js';
import { useSettingsChange } from './use-settings-change.js';

const presets = [7, 30, 90, 365] as const;
const title = settingLabels.personalAccessTokenTtlDays;

/** How long personal access tokens are good that are created from now on. */
export function TtlCard() {
  const change = useSettingsChange();
  const { changeableSettings, limits } = useConsole();
  const { personalAccessTokenTtlDays: present } = change.organization;
  const [typed, setTyped] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const wished = Number(typed ?? present);
  const save = async () => {
    const done = { sentence: `Personal access tokens that are created from now on end after ${counted(wished, 'day')} at the latest.` };
    if (!(await change.apply({ personalAccessTokenTtlDays: wished }, done))) return;
    setAsking(false);
    setTyped(null);
  };
  const submit = () => {
    if (wished < present) setAsking(true);
    else void save();
  };
  const isReadOnly = !changeableSettings.includes('personalAccessTokenTtlDays');
  const field = (
    <TextField
      label="Days"
      type="number"
      value={typed ?? String(present)}
      onChange={setTyped}
      isReadOnly={isReadOnly}
      isRequired
      min={1}
      max={limits.ttlDaysMax}
      error={change.problem?.of('personalAccessTokenTtlDays')}
    />
  );
  // While the dialog is open, it is the one that says what is wrong.
  const command = isAsking ? { isRunning: change.isRunning, problem: null } : change;
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <p>Applies to tokens created from now on; those that there are keep their end.</p>
      <Outliving ttlDays={wished} />
      {isReadOnly ? (
        field
      ) : (
        <CommandForm act="Save" command={command} isIncomplete={wished === present} onSubmit={submit}>
          {field}
          <Presets wished={wished} onChoose={(count) => setTyped(`${count}`)} />
        </CommandForm>
      )}
      {isAsking && (
        <ConfirmDialog
          title={`Lower the time-to-live to ${counted(wished, 'day')}?`}
          act="Lower"
          isDanger={false}
          command={change}
          onConfirm={save}
          onClose={() => setAsking(false)}
        >
          <p>
            Tokens that are created from now on end after {counted(wished, 'day')} at the latest, not after {counted(present, 'day')}. No
            token stops.
          </p>
          <Outliving ttlDays={wished} />
        </ConfirmDialog>
      )}
      <SettingsConflict change={change} onDone={() => setAsking(false)} />
    </section>
  );
}

const Presets = ({ wished, onChoose }: { readonly wished: number; readonly onChoose: (days: number) => void }) => (
  <p className="buttons left">
    {presets.map((count) => (
      <button key={count} type="button" className="quiet small" aria-pressed={wished === count} onClick={() => onChoose(count)}>
        {counted(count, 'day')}
      </button>
    ))}
  </p>
);

/** How many live tokens end later than one that would be created with this time-to-live. */
function Outliving({ ttlDays }: { readonly ttlDays: number }) {
  const { limits } = useConsole();
  const isMeant = Number.isInteger(ttlDays) && ttlDays >= 1 && ttlDays <= limits.ttlDaysMax;
  const { data, error } = useQuery({ ...previewQuery({ personalAccessTokenTtlDays: ttlDays }), enabled: isMeant });
  if (error) return <p className="hint">Live tokens that outlive it cannot be counted at the moment.</p>;
  if (!data?.outliving) return <p className="hint">{isMeant ? 'Live tokens that outlive it: …' : 'A whole number of days.'}</p>;
  return <p className="hint">Live tokens that outlive it: {data.outliving.tokens === 0 ? 'none' : tokensOfOwners(data.outliving)}.</p>;
}
