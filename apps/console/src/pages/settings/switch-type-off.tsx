import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../api/problem.js';
import { useCommand } from '../../api/use-command.js';
import { ActButton } from '../../parts/act-button.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { ProblemView } from '../../parts/problem-view.js';
import { useReceipts } from '../../parts/receipts.js';
import { LiveTokens } from './live-tokens.js';
import { settingLabels, tokensOfOwners } from './setting-words.js';
import { previewQuery, type SwitchedKind } from './settings.queries.js';
import { SettingsConflict } from './settings-conflict.js';
import { switchOf } from './switches.js';
import { useSettingsChange } from './use-settings-change.js';

/** Before a type of token is switched off: what would stop, and who would miss it. */
export function SwitchTypeOff({ kind, onClose }: { readonly kind: SwitchedKind; readonly onClose: () => void }) {
  const change = useSettingsChange();
  const setting = switchOf[kind];
  const changes = { [setting]: false };
  const { data: preview, error } = useQuery(previewQuery(changes));
  const name = settingLabels[setting];
  const confirm = async () => {
    const link = <SwitchOnAgain kind={kind} />;
    if (await change.apply(changes, { sentence: `${name} are switched off.`, link })) onClose();
  };
  return (
    <>
      <ConfirmDialog
        title={`Switch ${name.toLowerCase()} off?`}
        act="Switch off"
        typed={kind}
        size="wide"
        command={change}
        onConfirm={confirm}
        onClose={onClose}
      >
        <p>
          {preview ? (
            <>
              <b>{tokensOfOwners(preview.stopped)}</b> would stop at once. {usedRecently(preview.usedInLast30Days)}
            </>
          ) : (
            'What would stop is being counted …'
          )}{' '}
          They are not revoked: switched on again, they authenticate as before, unless they end meanwhile.
        </p>
        {error && <ProblemView problem={problemOf(error)} />}
        <LiveTokens kind={kind} />
      </ConfirmDialog>
      <SettingsConflict change={change} onDone={onClose} />
    </>
  );
}

const usedRecently = (used: { readonly tokens: number; readonly owners: number }): string =>
  used.tokens === 0 ? 'None was used in the last 30 days.' : `Used in the last 30 days: ${tokensOfOwners(used)}.`;

/** In the receipt: takes back what was done. */
function SwitchOnAgain({ kind }: { readonly kind: SwitchedKind }) {
  const give = useReceipts();
  const setting = switchOf[kind];
  const update = useCommand('PATCH /v1/organization', ['organization', 'preview', 'tokens', 'summary', 'service-accounts']);
  const switchOn = async () => {
    const answer = await update.run({ body: { [setting]: true } });
    if (answer !== null) give({ sentence: `${settingLabels[setting]} are switched on again.`, position: answer.position });
  };
  return (
    <>
      <ActButton act="Switch on again" look="quiet small" isRunning={update.isRunning} onAct={switchOn} />
      {update.problem && <ProblemView problem={update.problem} />}
    </>
  );
}
