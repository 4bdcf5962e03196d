import { Fragment } from 'react';
import type { ActivityView, Named } from '#api/features/activity/activity-view';
import { useConsole } from '../api/use-console.js';
import { usePreferences } from '../theme/preferences.js';
import { Id } from './id.js';
import type { Part } from './sentence-parts.js';
import { nameOf } from './someone.js';
import { exactTime } from './time.js';
import { sentenceOf } from './told-events.js';

type Names = Readonly<Record<string, Named>>;

/** What an entry of the activity log says, as a sentence that goes on from the name of who did it. */
export function EventSentence({ entry }: { readonly entry: ActivityView }) {
  return (
    <span className="sentence">
      {sentenceOf(entry).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence stay in their places.
        <Fragment key={index}>
          <PartOf part={part} names={entry.names ?? {}} />
        </Fragment>
      ))}
    </span>
  );
}

function PartOf({ part, names }: { readonly part: Part; readonly names: Names }) {
  const kindLabel = useKindLabel();
  if (typeof part === 'string') return part;
  if ('who' in part) return <Who id={part.who} named={names[part.who]} />;
  if ('token' in part) return <TokenIn id={part.token} names={names} />;
  if ('kind' in part) return `${kindLabel(part.kind)}s`;
  if ('at' in part) return <Moment at={part.at} />;
  return <code>{part.quoted}</code>;
}

/** A person by name or address, anything else by its name; by the end of its id where the answer names it not. */
export function Who({ id, named }: { readonly id: string; readonly named: Named | undefined }) {
  const name = named ? nameOf(named) : null;
  if (name !== null)
    return (
      <bdi className="who" title={named?.email ?? id}>
        {name}
      </bdi>
    );
  return (
    <span className="who">
      {named?.kind === 'user' ? 'erased person ' : ''}
      <Id id={id} />
    </span>
  );
}

/** Within a sentence a moment is exact, since "until" takes no distance. */
function Moment({ at }: { readonly at: string }) {
  const { isUtc } = usePreferences();
  return (
    <time dateTime={at} title={exactTime(at, 'UTC')}>
      {exactTime(at, isUtc ? 'UTC' : undefined)}
    </time>
  );
}

/** A token by its kind, its name and whose it is. */
function TokenIn({ id, names }: { readonly id: string; readonly names: Names }) {
  const kindLabel = useKindLabel();
  const { name = null, tokenKind, ownerId } = names[id] ?? {};
  return (
    <>
      {tokenKind === undefined ? 'the credential' : kindLabel(tokenKind)}{' '}
      {name === null ? (
        <Id id={id} />
      ) : (
        <bdi className="who" title={id}>
          {name}
        </bdi>
      )}
      {ownerId !== undefined && (
        <>
          {' of '}
          <Who id={ownerId} named={names[ownerId]} />
        </>
      )}
    </>
  );
}

/** Kinds that no list of tokens shows, and that the server therefore does not name for the console. */
const unlisted: Readonly<Record<string, string>> = { session: 'session', 'password-reset': 'password reset link' };

/** What a kind of token is called within a sentence. */
export function useKindLabel(): (kind: string) => string {
  const { kinds } = useConsole();
  return (kind) => {
    const label = kinds.find((each) => each.kind === kind)?.label ?? unlisted[kind] ?? kind;
    return /^[A-Z][a-z]/.test(label) ? label[0].toLowerCase() + label.slice(1) : label;
  };
}
