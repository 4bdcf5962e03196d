import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { ActivityView } from '#api/features/activity/activity-view';
import type { activityQuery } from './activity.queries.js';
import { EventSentence, useKindLabel, Who } from './event-sentence.js';
import { addressIn, subjectOf } from './event-subject.js';
import { Id } from './id.js';
import { List } from './list.js';
import { type Act, RowMenu } from './row-menu.js';
import type { Column } from './table.js';
import { Time } from './time.js';

interface ActivityTableParts {
  readonly label: string;
  readonly query: ReturnType<typeof activityQuery>;
  readonly empty: ReactNode;
  readonly onClearFilters?: () => void;
  /** Narrows the list down to what is like one entry: the member of the address, and its value. Without it rows have no menu. */
  readonly onNarrow?: (member: string, value: string) => void;
}

/** Entries of the activity log. Each is a link to itself: `event` in the address names the one that `EventDialog` shows. */
export function ActivityTable({ onNarrow, ...list }: ActivityTableParts) {
  const columns = useMemo(() => columnsOf(), []);
  const menu = onNarrow && ((entry: ActivityView) => <RowMenu of={entry.type} acts={narrowing(entry, onNarrow)} />);
  return <List<ActivityView> {...list} columns={columns} menu={menu} />;
}

const columnsOf = (): readonly Column<ActivityView>[] => [
  { header: 'When', cell: ({ occurredAt }) => <Time at={occurredAt} /> },
  { header: 'Who', cell: (entry) => <Actor entry={entry} /> },
  { header: 'What', isName: true, cell: (entry) => <EventLink entry={entry} /> },
  { header: 'To whom', cell: (entry) => <Subject entry={entry} /> },
  { header: 'Request', cell: ({ requestId }) => (requestId === null ? <span className="soft">none</span> : <Id id={requestId} />) },
];

/** The sentence of an entry, which opens it. */
export const EventLink = ({ entry }: { readonly entry: ActivityView }) => (
  <Link to="." search={((before: object) => ({ ...before, event: entry.id })) as never} resetScroll={false} className="event-link">
    <EventSentence entry={entry} />
  </Link>
);

const actorKinds: Readonly<Record<string, string>> = {
  user: 'person',
  'service-account': 'service account',
  verifier: 'verifier',
  system: 'the server itself',
  cli: 'at the command line',
};

/** Who did it, with what, and from where, as far as the answer says that. */
export function Actor({ entry }: { readonly entry: ActivityView }) {
  const { actor, names = {} } = entry;
  const address = addressIn(entry);
  const kindLabel = useKindLabel();
  const { kind, credentialId } = actor;
  const credential = credentialId === null ? undefined : names[credentialId];
  return (
    <span className="actor">
      <ActorName entry={entry} />
      <span className="hint">
        {isAnonymous(actor) ? 'not signed in' : (actorKinds[kind] ?? kind)}
        {credential?.tokenKind && `, ${kindLabel(credential.tokenKind)}`}
        {credential?.name && (
          <>
            {' '}
            <bdi>{credential.name}</bdi>
          </>
        )}
        {address !== null && (
          <>
            , from <code>{address}</code>
          </>
        )}
      </span>
    </span>
  );
}

const isAnonymous = ({ kind, id }: ActivityView['actor']) => kind === 'system' && id === 'anonymous';

/** Who did it, by name. The ids of the server's parts and of people at the command line are their names. */
export function ActorName({ entry: { actor, names = {} } }: { readonly entry: ActivityView }) {
  if (isAnonymous(actor)) return 'somebody';
  const isNamed = actor.kind !== 'system' && actor.kind !== 'cli';
  return isNamed ? <Who id={actor.id} named={names[actor.id]} /> : <bdi>{actor.id}</bdi>;
}

/** To whom it was done. */
export function Subject({ entry }: { readonly entry: ActivityView }) {
  const id = subjectOf(entry);
  return id === null ? <span className="soft">nobody</span> : <Who id={id} named={entry.names?.[id]} />;
}

function narrowing(entry: ActivityView, narrow: (member: string, value: string) => void): (Act | false)[] {
  const { actor, type, requestId } = entry;
  const subject = subjectOf(entry);
  const act = (label: string, member: string, value: string | null): Act | false =>
    value !== null && { label, onAction: () => narrow(member, value) };
  return [
    act('Only by the same', 'actor', actor.id),
    act('Only about the same', 'subject', subject),
    act('Only with the same credential', 'credential', actor.credentialId),
    act('Only this type', 'type', type),
    act('Only this request', 'requestId', requestId),
  ];
}
