import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { UserView } from '#api/features/users/user-views';
import { useCan, useConsole } from '../../api/use-console.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Page } from '../../parts/page.js';
import { RowMenu } from '../../parts/row-menu.js';
import { State } from '../../parts/state.js';
import { Time } from '../../parts/time.js';
import { useMayAct, useMemberActs } from './member-acts.js';
import { MemberCredentials } from './member-credentials.js';
import { MemberDialogs, type OpenMemberDialog } from './member-dialogs.js';
import { memberQuery } from './members.queries.js';
import { ResetLinks } from './reset-links.js';
import { memberOfPerson } from './shown-member.js';

/** One person of the organization: who it is, what they have, and what can be done. */
export function MemberPage() {
  const can = useCan();
  const mayAct = useMayAct();
  const { id } = useParams({ strict: false }) as { readonly id: string };
  const { body: person } = useSuspenseQuery(memberQuery(id)).data;
  const [open, setOpen] = useState<OpenMemberDialog | null>(null);
  const acts = useMemberActs((dialog, of) => setOpen({ dialog, member: of }));
  const member = memberOfPerson(person);
  const isLeaving = member.state === 'disabled' || mayAct('disable', member);
  return (
    <Page
      title={member.label}
      place={['Organization', 'Members']}
      acts={
        <>
          {isLeaving && can('POST /v1/users/{id}/disable') && (
            <Link to={`/organization/members/${id}/off-board`} className="button quiet">
              Off-board
            </Link>
          )}
          <RowMenu of={member.label} acts={acts(member)} />
        </>
      }
    >
      <Facts person={person} />
      <MemberCredentials id={id} />
      {can('GET /v1/users/{id}/password-resets') && <ResetLinks id={id} />}
      <MemberDialogs open={open} onClose={() => setOpen(null)} />
    </Page>
  );
}

function Facts({ person }: { readonly person: UserView }) {
  const { roles } = useConsole();
  const { id, email, role, createdAt } = person;
  return (
    <dl className="facts card">
      <dt>E-mail</dt>
      <dd>{email ? <bdi>{email}</bdi> : <span className="soft">erased</span>}</dd>
      <dt>Role</dt>
      <dd>
        {role} <span className="hint">{roles.find((each) => each.role === role)?.does}</span>
      </dd>
      <dt>State</dt>
      <dd>
        <State state={memberOfPerson(person).state} />
      </dd>
      <dt>Joined</dt>
      <dd>
        <Time at={createdAt} none="unknown" />
      </dd>
      <dt>Id</dt>
      <dd>
        <code>{id}</code> <CopyButton text={id} what="the id" />
      </dd>
    </dl>
  );
}
