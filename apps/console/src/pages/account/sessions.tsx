import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SessionView } from '#api/features/sessions/sessions.queries';
import { nowMs } from '../../api/clock.js';
import { useCan, useConsole } from '../../api/use-console.js';
import { Id } from '../../parts/id.js';
import { LastUse } from '../../parts/last-use.js';
import { List } from '../../parts/list.js';
import { Page } from '../../parts/page.js';
import { RowMenu } from '../../parts/row-menu.js';
import type { Column } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { useCopyId } from '../../parts/use-copy-id.js';
import { sessionsQuery } from './account.queries.js';
import { EndOtherSessions, EndSession } from './end-sessions.js';

type Open = 'others' | SessionView;

/** Until when a session may do what grants rights; null when its password has to be checked again before. */
function confirmedUntil({ confirmedAt }: SessionView, seconds: number): string | null {
  const untilMs = confirmedAt === null ? 0 : Date.parse(confirmedAt) + seconds * 1000;
  return untilMs > nowMs() ? new Date(untilMs).toISOString() : null;
}

const columns = (confirmationSeconds: number): readonly Column<SessionView>[] => [
  {
    header: 'Session',
    isName: true,
    cell: ({ id, current }) => (
      <span>
        {current ? 'This session' : 'Another session'} <Id id={id} />
      </span>
    ),
  },
  { header: 'Since', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { header: 'Last used', cell: ({ lastUse }) => <LastUse use={lastUse} /> },
  { header: 'Confirmed until', cell: (session) => <Time at={confirmedUntil(session, confirmationSeconds)} none="not now" /> },
  { header: 'Ends at the latest', cell: ({ expiresAt }) => <Time at={expiresAt} none="unknown" /> },
];

/** Where the person is signed in. */
export function Sessions() {
  const can = useCan();
  const copyId = useCopyId();
  const { limits } = useConsole();
  const [open, setOpen] = useState<Open | null>(null);
  const { data, hasNextPage } = useInfiniteQuery(sessionsQuery);
  const others = data?.pages.flatMap(({ items }) => items).filter(({ current }) => !current) ?? [];
  const close = () => setOpen(null);
  const menu = (session: SessionView) => (
    <RowMenu
      of={session.current ? 'this session' : `the session ${session.id.slice(-6)}`}
      acts={[
        copyId(session.id),
        !session.current && can('DELETE /v1/sessions/{id}') && { label: 'End', onAction: () => setOpen(session), isDanger: true },
      ]}
    />
  );
  return (
    <Page
      title="Sessions"
      place={['Account & Settings']}
      about={
        <p>
          Each browser in which you signed in has a session. A confirmed session may do what grants rights, for{' '}
          {limits.confirmationSeconds / 60} minutes after your password was checked.
        </p>
      }
      acts={
        others.length > 0 &&
        can('DELETE /v1/sessions') && (
          <button type="button" className="danger" onClick={() => setOpen('others')}>
            End all others
          </button>
        )
      }
    >
      <List
        label="Sessions"
        query={sessionsQuery}
        columns={columns(limits.confirmationSeconds)}
        menu={menu}
        empty={<p>You have no session.</p>}
      />
      {open === 'others' && <EndOtherSessions count={hasNextPage ? null : others.length} onClose={close} />}
      {open !== null && open !== 'others' && <EndSession session={open} onClose={close} />}
    </Page>
  );
}
