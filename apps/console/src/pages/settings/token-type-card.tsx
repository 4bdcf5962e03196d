import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/problem.js';
import { useConsole } from '../../api/use-console.js';
import { SwitchField } from '../../parts/fields.js';
import { ProblemView } from '../../parts/problem-view.js';
import { useWhyNotNow } from '../../parts/use-why-not-now.js';
import { settingLabels } from './setting-words.js';
import { previewQuery, type SwitchedKind, summaryQuery } from './settings.queries.js';
import { SettingsConflict } from './settings-conflict.js';
import { SwitchTypeOff } from './switch-type-off.js';
import { switchOf } from './switches.js';
import { useSettingsChange } from './use-settings-change.js';

const explanations: Readonly<Record<SwitchedKind, string>> = {
  personal:
    'Shown once when they are made, and end by themselves. A program exchanges one for an access token that is good for about five ' +
    'minutes; the SDK does that alone.',
  legacy:
    'Never end, and stay readable for those they belong to. Easier, but less secure: each has to be revoked by hand. ' +
    'The Label Studio ML backend requires them.',
};

/** One type of token: whether members may have it, and how many there are. */
export function TokenTypeCard({ kind }: { readonly kind: SwitchedKind }) {
  const change = useSettingsChange();
  const whyNot = useWhyNotNow();
  const { changeableSettings } = useConsole();
  const [isAsking, setAsking] = useState(false);
  const setting = switchOf[kind];
  const isOn = change.organization[setting];
  const turn = (on: boolean) => {
    if (on) void change.apply({ [setting]: true }, { sentence: `${settingLabels[setting]} are switched on.` });
    else setAsking(true);
  };
  return (
    <section className="card" aria-label={settingLabels[setting]}>
      <h2>{settingLabels[setting]}</h2>
      <p>{explanations[kind]}</p>
      {isOn ? <LiveCounts kind={kind} /> : <SuspendedCounts kind={kind} />}
      <SwitchField
        label={settingLabels[setting]}
        isOn={isOn}
        onChange={turn}
        hint={whyNot ?? undefined}
        isDisabled={!changeableSettings.includes(setting) || change.isRunning || whyNot !== null}
      />
      {!isAsking && change.problem && <ProblemView problem={change.problem} />}
      {!isAsking && <SettingsConflict change={change} />}
      {isAsking && <SwitchTypeOff kind={kind} onClose={() => setAsking(false)} />}
    </section>
  );
}

/** While the type is on: the tokens that authenticate. */
function LiveCounts({ kind }: { readonly kind: SwitchedKind }) {
  const { data, error, refetch } = useQuery(previewQuery({ [switchOf[kind]]: false }));
  if (error) return <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />;
  return (
    <dl className="facts">
      <dt>Live</dt>
      <dd>{data ? data.stopped.tokens : '…'}</dd>
      <dt>Used in the last 30 days</dt>
      <dd>{data ? data.usedInLast30Days.tokens : '…'}</dd>
    </dl>
  );
}

/** While it is off: the tokens that would authenticate again. */
function SuspendedCounts({ kind }: { readonly kind: SwitchedKind }) {
  const { data, error, refetch } = useQuery(summaryQuery);
  const counts = data?.organization?.tokens?.byKindAndState[kind];
  if (error) return <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />;
  return (
    <dl className="facts">
      <dt>Suspended while it is off</dt>
      <dd>{counts ? counts.suspended : '…'}</dd>
    </dl>
  );
}

/** API keys are never switched off as a type; each has an end. */
export function LiveApiKeys() {
  const { data, error, refetch } = useQuery(summaryQuery);
  const counts = data?.organization?.tokens?.byKindAndState['api-key'];
  if (error) return <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />;
  return (
    <>
      <p>Made for a person, with a role and an end of its own.</p>
      <dl className="facts">
        <dt>Live</dt>
        <dd>{counts ? counts.active : '…'}</dd>
      </dl>
    </>
  );
}
