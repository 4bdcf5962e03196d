import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { nowMs } from '../../api/clock.js';
import { useCan } from '../../api/use-console.js';
import { prefer, usePreferences } from '../../theme/preferences.js';
import { happenedQuery, hasMembersQuery, settingsQuery } from './home.queries.js';

const youngForMs = 30 * 86_400_000;

interface Step {
  readonly label: string;
  /** Undefined while it is not known. */
  readonly isDone: boolean | undefined;
  readonly to: string;
}

/** What is to be done first in a young organization, for those who can do it; gone for ever once somebody has dismissed it. */
export function SetupChecklist() {
  const can = useCan();
  const { isSetUp } = usePreferences();
  if (isSetUp || !can('PATCH /v1/organization') || !can('GET /v1/users')) return null;
  return <WhileYoung />;
}

function WhileYoung() {
  const { data: organization } = useQuery(settingsQuery);
  if (!organization || nowMs() - Date.parse(organization.createdAt) > youngForMs) return null;
  return <Steps isLegacyOff={!organization.legacyTokensEnabled} ttlDays={organization.personalAccessTokenTtlDays} />;
}

function Steps({ isLegacyOff, ttlDays }: { readonly isLegacyOff: boolean; readonly ttlDays: number }) {
  const can = useCan();
  const { data: hasMembers } = useQuery(hasMembersQuery);
  const { data: isTtlSet } = useQuery(happenedQuery('TokenTtlChanged'));
  const mayBackUp = can('POST /v1/backups');
  const { data: isBackedUp } = useQuery({ ...happenedQuery('BackupMade'), enabled: mayBackUp });
  const steps: readonly Step[] = [
    { label: 'Register the first member', isDone: hasMembers, to: '/organization' },
    {
      label: `Choose how long personal access tokens live (now ${ttlDays} days)`,
      isDone: isTtlSet,
      to: '/organization/settings/access-tokens',
    },
    { label: 'Keep legacy tokens switched off', isDone: isLegacyOff, to: '/organization/settings/access-tokens' },
    ...(mayBackUp ? [{ label: 'Make a backup', isDone: isBackedUp, to: '/system/backups' }] : []),
  ];
  const done = steps.filter(({ isDone }) => isDone).length;
  return (
    <section className="card setup" aria-labelledby="setup">
      <h2 id="setup">
        Set up your organization{' '}
        <span className="soft">
          ({done} of {steps.length} steps done)
        </span>
      </h2>
      <ul className="plain-list">
        {steps.map(({ label, isDone, to }) => (
          <li key={label}>
            <span aria-hidden="true">{isDone ? '✓' : '○'}</span> <Link to={to}>{label}</Link>{' '}
            <span className="soft">{isDone === undefined ? '' : isDone ? 'done' : 'to do'}</span>
          </li>
        ))}
      </ul>
      <p className="buttons left">
        <button type="button" className="quiet small" onClick={() => prefer({ isSetUp: true })}>
          Do not show this again
        </button>
      </p>
    </section>
  );
}
