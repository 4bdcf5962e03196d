import { type ReactNode, useState } from 'react';
import { useConsole } from '../../api/use-console.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { SwitchField } from '../../parts/fields.js';
import { settingLabels } from './setting-words.js';
import { SettingsConflict } from './settings-conflict.js';
import { useSettingsChange } from './use-settings-change.js';

type IssuanceSetting = 'apiCredentialsMayIssue' | 'apiKeysMayIssue';

/** What is risked while the setting is on, in a sentence. */
const risks: Readonly<Record<IssuanceSetting, string>> = {
  apiCredentialsMayIssue:
    'While it is on, somebody who steals a token of an administrator can make tokens and service accounts with it that outlive the ' +
    'revocation of the stolen one.',
  apiKeysMayIssue: 'While it is on, somebody who steals an API key can make others with it that outlive the deletion of the stolen one.',
};

interface IssuanceParts {
  readonly setting: IssuanceSetting;
  readonly title: string;
  readonly children?: ReactNode;
}

/** Whether credentials may make others; for owners. */
export function IssuanceCard({ setting, title, children }: IssuanceParts) {
  const change = useSettingsChange();
  const { changeableSettings } = useConsole();
  const [wished, setWished] = useState<boolean | null>(null);
  const isChangeable = changeableSettings.includes(setting);
  const name = settingLabels[setting];
  const close = () => setWished(null);
  const save = async () => {
    if (await change.apply({ [setting]: wished }, { sentence: `${name}: ${wished ? 'on' : 'off'}.` })) close();
  };
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {children}
      <p>{risks[setting]}</p>
      <SwitchField
        label={name}
        hint={isChangeable ? undefined : 'Only owners change this.'}
        isOn={change.organization[setting]}
        onChange={setWished}
        isDisabled={!isChangeable || change.isRunning}
      />
      {wished !== null && (
        <ConfirmDialog
          title={`Switch ${wished ? 'on' : 'off'}: ${name}?`}
          act={wished ? 'Switch on' : 'Switch off'}
          isDanger={wished}
          command={change}
          onConfirm={save}
          onClose={close}
        >
          <p>
            {wished ? risks[setting] : 'Programs that make credentials with a credential are refused from now on. What they made stays.'}
          </p>
        </ConfirmDialog>
      )}
      <SettingsConflict change={change} onDone={close} />
    </section>
  );
}
