import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ActivityEvent } from '#api/features/activity/activity-view';
import { problemOf } from '../api/problem.js';
import { useFilters } from '../api/use-filters.js';
import { eventQuery } from './activity.queries.js';
import { Actor, ActorName, EventLink, Subject } from './activity-table.js';
import { CopyButton } from './copy-button.js';
import { Dialog } from './dialog.js';
import { EventSentence } from './event-sentence.js';
import { typeInWords } from './event-types.js';
import { Skeleton } from './list.js';
import { ProblemView } from './problem-view.js';
import { Time } from './time.js';

/** The event that the address names, so that it can be sent to a colleague; nothing where it names none. */
export function EventDialog() {
  const { search, set } = useFilters();
  const id = typeof search.event === 'string' ? search.event : null;
  return id === null ? null : <OpenEvent id={id} onClose={() => set({ event: undefined })} />;
}

function OpenEvent({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { data, error, refetch } = useQuery(eventQuery(id));
  return (
    <Dialog title={data ? typeInWords(data.type) : 'Event'} onClose={onClose} size="wide">
      {error && <ProblemView problem={problemOf(error)} onRetry={() => refetch()} />}
      {data ? <Facts event={data} /> : !error && <Skeleton label="the event" rows={4} />}
      <div className="buttons">
        <CopyButton text={window.location.href} what="the link to this event" label="Copy link" />
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function Facts({ event }: { readonly event: ActivityEvent }) {
  const { related: _, names: __, ...stored } = event;
  const { occurredAt, position, requestId, correlationId } = stored;
  return (
    <>
      <p className="event-sentence">
        <ActorName entry={event} /> <EventSentence entry={event} />.
      </p>
      <dl className="facts">
        <dt>When</dt>
        <dd>
          <Time at={occurredAt} /> <span className="soft">({occurredAt})</span>
        </dd>
        <dt>Who</dt>
        <dd>
          <Actor entry={event} />
        </dd>
        <dt>To whom</dt>
        <dd>
          <Subject entry={event} />
        </dd>
        <dt>Position</dt>
        <dd>
          <code>{position}</code>
        </dd>
        <dt>Request</dt>
        <dd>
          {requestId === null ? (
            <span className="soft">
              none of its own; it followed from <code>{correlationId}</code>
            </span>
          ) : (
            <Link to="." search={{ requestId } as never}>
              <code>{requestId}</code>
            </Link>
          )}
        </dd>
      </dl>
      <Related event={event} />
      <h3>As stored</h3>
      <p className="hint">Without sealed texts, and without the digests by which credentials are recognised.</p>
      <pre>
        <code>{JSON.stringify(stored, null, 2)}</code>
      </pre>
      <CopyButton text={JSON.stringify(stored, null, 2)} what="the event as JSON" label="Copy JSON" />
    </>
  );
}

/** What the event followed from, what followed from it, and what else the same request did, each with a link. */
function Related({ event: { id, causationId, related } }: { readonly event: ActivityEvent }) {
  const groups = [
    ['Cause', related.filter((each) => each.id === causationId)],
    ['Effects', related.filter((each) => each.causationId === id)],
    ['Beside it', related.filter((each) => each.id !== causationId && each.causationId !== id)],
  ] as const;
  return groups
    .filter(([, entries]) => entries.length > 0)
    .map(([title, entries]) => (
      <section key={title} aria-label={title}>
        <h3>{title}</h3>
        <ul className="related">
          {entries.map((entry) => (
            <li key={entry.id}>
              <EventLink entry={entry} />
            </li>
          ))}
        </ul>
      </section>
    ));
}
