import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import type { FootprintAccount, FootprintView } from '#api/features/users/footprint.queries';
import { problemOf } from '../../api/problem.js';
import { Named } from '../../parts/id.js';
import { Skeleton } from '../../parts/list.js';
import { ProblemView } from '../../parts/problem-view.js';
import { Someone } from '../../parts/someone.js';
import { Time } from '../../parts/time.js';
import { footprintQuery, keysMadeByQuery } from './members.queries.js';
import { pageOf } from './shown-member.js';
import { Step } from './step.js';

/** Credentials of others whose value a person has seen: disabling the person does not stop them. */
export function KnownCredentials({ id }: { readonly id: string }) {
  const footprint = useQuery(footprintQuery(id));
  const keys = useQuery(keysMadeByQuery(id));
  const error = footprint.error ?? keys.error;
  const ofOthers = keys.data?.filter(({ ownerId }) => ownerId !== id) ?? [];
  if (footprint.data && keys.data) return <Known footprint={footprint.data} keys={ofOthers} id={id} />;
  return (
    <Step title="Reset what they know">
      {error ? (
        <ProblemView problem={problemOf(error)} onRetry={() => Promise.all([footprint.refetch(), keys.refetch()])} />
      ) : (
        <Skeleton label="what they know" rows={3} />
      )}
    </Step>
  );
}

interface KnownParts {
  readonly id: string;
  readonly footprint: FootprintView;
  readonly keys: readonly TokenDetails[];
}

function Known({ id, footprint: { serviceAccounts, verifiers }, keys }: KnownParts) {
  const isDone = !serviceAccounts.some(({ knowsCredential }) => knowsCredential) && verifiers.length === 0 && keys.length === 0;
  return (
    <Step title="Reset what they know" isDone={isDone}>
      <p>Disabling a person does not stop what belongs to others and whose value the person was shown.</p>
      <Things title="Service accounts that they created or were shown">
        {serviceAccounts.map((account) => (
          <Account key={account.id} account={account} />
        ))}
      </Things>
      <Things title="Verifiers that they created">
        {verifiers.map((verifier) => (
          <li key={verifier.id}>
            <Named name={verifier.name} id={verifier.id} none="without a name" /> ·{' '}
            <Link to="/organization/settings/verifiers">Replace it</Link>
          </li>
        ))}
      </Things>
      <Things title="API keys that they made for others">
        {keys.map(({ id: keyId, name, owner }) => (
          <li key={keyId}>
            <Named name={name} id={keyId} none="without a name" /> of <Someone who={owner} /> ·{' '}
            <Link to="/organization/tokens" search={{ createdBy: id, kind: 'api-key' }}>
              Revoke it
            </Link>
          </li>
        ))}
      </Things>
    </Step>
  );
}

function Account({ account: { id, name, created, shownAt, knowsCredential } }: { readonly account: FootprintAccount }) {
  return (
    <li>
      <Link to={pageOf({ kind: 'service-account', id })}>
        <Named name={name} id={id} none="without a name" />
      </Link>{' '}
      <span className="soft">
        {created ? 'created by them' : 'reset by them'}, shown <Time at={shownAt} />
      </span>{' '}
      ·{' '}
      {knowsCredential ? (
        <Link to={pageOf({ kind: 'service-account', id })}>Reset its token</Link>
      ) : (
        <span className="step-state done">✓ what they were shown does not work any more</span>
      )}
    </li>
  );
}

const Things = ({ title, children }: { readonly title: string; readonly children: readonly ReactNode[] }) => (
  <>
    <h3>{title}</h3>
    {children.length > 0 ? <ul className="step-list">{children}</ul> : <p className="soft">None.</p>}
  </>
);
