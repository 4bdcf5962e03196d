import type { ApiKeyDetails } from '#api/features/api-keys/api-keys.queries';
import { useConsole } from '../../api/use-console.js';

type Someone = Pick<ApiKeyDetails['owner'], 'id' | 'name'> & { readonly email?: string | null };

/** A person as lists name them; oneself is told as such. */
export function Who({ who }: { readonly who: Someone }) {
  const { me } = useConsole();
  const shown = who.name ?? who.email;
  if (who.id === me.id) return <span>you</span>;
  if (!shown) return <span className="soft">somebody who is not named</span>;
  return (
    <span>
      <bdi>{shown}</bdi>
      {who.name && who.email && <bdi className="hint">{who.email}</bdi>}
    </span>
  );
}

/** From where a key is good. */
export function AllowedAddresses({ addresses }: { readonly addresses: readonly string[] }) {
  if (addresses.length === 0) return <span className="soft">everywhere</span>;
  return (
    <ul className="plain-list">
      {addresses.map((address) => (
        <li key={address}>
          <code>{address}</code>
        </li>
      ))}
    </ul>
  );
}
