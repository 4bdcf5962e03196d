import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { problemOf } from '../../api/problem.js';
import { Skeleton } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { ProblemView } from '../../parts/problem-view.js';
import { DisablePerson } from './disable-person.js';
import { KnownCredentials } from './known-credentials.js';
import type { MemberDialog } from './member-acts.js';
import { useMayAct } from './member-acts.js';
import { TokensInUse } from './member-credentials.js';
import { MemberDialogs } from './member-dialogs.js';
import { footprintQuery, memberQuery } from './members.queries.js';
import { OwnersLeft } from './owners-left.js';
import { type Member, memberOfPerson, pageOf } from './shown-member.js';
import { Step } from './step.js';

/** What is to be done when a person leaves, in its order; each step shows whether it is done. */
export function OffBoard() {
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const { body: person } = useSuspenseQuery(memberQuery(id)).data;
  const [position, setPosition] = useState<string | null>(null);
  const [open, setOpen] = useState<MemberDialog | null>(null);
  const member = memberOfPerson(person);
  const close = () => setOpen(null);
  return (
    <Page
      title={`Off-board ${member.label}`}
      place={['Organization', 'Members']}
      about={
        <p>
          <Link to={pageOf(member)}>Back to the person</Link>
        </p>
      }
    >
      <ol className="steps">
        <Disable member={member} onOpen={() => setOpen('disable')} />
        <Stopped member={member} position={position} onRevoke={() => setOpen('revoke')} />
        <KnownCredentials id={id} />
        <OwnersLeft member={member} />
        <Step title="Keep what they did">
          <p>
            <Link to="/activity" search={{ subject: id }}>
              Show and export their activity
            </Link>
            . It stays readable until the person is erased.
          </p>
        </Step>
        <Erase member={member} onOpen={() => setOpen('erase')} />
      </ol>
      {open === 'disable' && <DisablePerson member={member} onClose={close} onDisabled={setPosition} />}
      {open !== null && open !== 'disable' && <MemberDialogs open={{ dialog: open, member }} onClose={close} />}
    </Page>
  );
}

function Disable({ member, onOpen }: { readonly member: Member; readonly onOpen: () => void }) {
  const mayAct = useMayAct();
  const isDone = member.state !== 'active';
  return (
    <Step title="Disable the account" isDone={isDone}>
      <p>{isDone ? 'Nothing that belongs to the account is accepted.' : 'Everything that belongs to the account is refused at once.'}</p>
      {mayAct('disable', member) && (
        <button type="button" className="danger" onClick={onOpen}>
          Disable …
        </button>
      )}
    </Step>
  );
}

interface StoppedParts {
  readonly member: Member;
  /** From which position in the log on everything is refused; null where it was disabled before this page was opened. */
  readonly position: string | null;
  readonly onRevoke: () => void;
}

function Stopped({ member, position, onRevoke }: StoppedParts) {
  const mayAct = useMayAct();
  const { data, error, refetch } = useQuery(footprintQuery(member.id));
  const isDone = member.state !== 'active';
  return (
    <Step title={isDone ? 'What stopped' : 'What will stop'} isDone={isDone}>
      {position !== null && (
        <p>
          Refused everywhere from position <code>{position}</code> on.
        </p>
      )}
      {error && <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton label="tokens and sessions" rows={3} />}
      {data && (
        <>
          {data.tokens.length > 0 ? <TokensInUse tokens={data.tokens} /> : <p>No token of theirs is active or suspended.</p>}
          <p>{data.sessions.length === 0 ? 'They are signed in nowhere.' : `Sessions that are not over: ${data.sessions.length}.`}</p>
        </>
      )}
      {data && data.tokens.length > 0 && mayAct('revoke', member) && (
        <>
          <p>Suspended tokens work again if the account is enabled. Revoked ones never do.</p>
          <button type="button" className="quiet" onClick={onRevoke}>
            Revoke all credentials …
          </button>
        </>
      )}
    </Step>
  );
}

function Erase({ member, onOpen }: { readonly member: Member; readonly onOpen: () => void }) {
  const mayAct = useMayAct();
  const isDone = member.state === 'erased';
  return (
    <Step title="Erase, later" isDone={isDone}>
      <p>
        {isDone
          ? 'Their personal data is unreadable.'
          : 'Once nothing has to be kept any more, an owner makes everything personal unreadable, for ever.'}
      </p>
      {mayAct('erase', member) && (
        <button type="button" className="danger" onClick={onOpen}>
          Erase …
        </button>
      )}
    </Step>
  );
}
