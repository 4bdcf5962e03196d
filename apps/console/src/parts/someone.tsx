import { Link } from '@tanstack/react-router';
import { useCan, useConsole } from '../api/use-console.js';
import { CopyButton } from './copy-button.js';
import { Id } from './id.js';

/** Somebody as answers name them. Null is what nobody has typed, what the caller may not see, and what was erased. */
interface Somebody {
  readonly id: string;
  readonly kind?: string;
  readonly name?: string | null;
  readonly email?: string | null;
}

/** What somebody is called: by name, else by address; null where neither is told. */
export const nameOf = ({ name, email }: Pick<Somebody, 'name' | 'email'>): string | null => name ?? email ?? null;

/** Those whose kind says who it was. */
const ofOneKind: Readonly<Record<string, string>> = { cli: 'an operator on the host', system: 'the server' };

interface SomeoneParts {
  readonly who: Somebody;
  /** The page of somebody with a name. */
  readonly to?: string;
  /** Says the address below a name. */
  readonly hasAddress?: boolean;
}

/** Somebody by name or address; oneself as such; anybody else by the end of the id, which can be copied. */
export function Someone({ who, to, hasAddress = false }: SomeoneParts) {
  const { me } = useConsole();
  const { id, kind = '', name, email } = who;
  const called = nameOf(who);
  if (to === undefined && id === me.id) return <span>you</span>;
  if (called === null) return kind in ofOneKind ? <span className="soft">{ofOneKind[kind]}</span> : <Nameless id={id} kind={kind} />;
  return (
    <span>
      {to === undefined ? (
        <bdi>{called}</bdi>
      ) : (
        <Link to={to}>
          <bdi>{called}</bdi>
        </Link>
      )}
      {hasAddress && name && email && <bdi className="hint">{email}</bdi>}
    </span>
  );
}

function Nameless({ id, kind }: { readonly id: string; readonly kind: string }) {
  const can = useCan();
  // Those who see the names of everybody see none of somebody who was erased.
  const word = kind === 'user' && can('GET /v1/users') ? 'erased person' : kind === 'user' ? 'person' : kind.replaceAll('-', ' ');
  return (
    <span className="soft">
      {word} <Id id={id} /> <CopyButton text={id} what="the id" />
    </span>
  );
}
