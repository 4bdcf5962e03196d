import { Link } from '@tanstack/react-router';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useConsole } from '../../api/use-console.js';
import { pageOf } from '../members/shown-member.js';

/** What a kind of token is called; kinds that no list shows by their own name. */
export function Kind({ kind }: { readonly kind: string }) {
  const { kinds } = useConsole();
  return <>{kinds.find((each) => each.kind === kind)?.label ?? kind.replaceAll('-', ' ')}</>;
}

/** Whose it is, and where the console shows them. */
export const Owner = ({ owner }: Pick<TokenDetails, 'owner'>) => (
  <Link to={pageOf(owner)}>
    <bdi>{owner.name ?? owner.email ?? (owner.kind === 'user' ? 'an erased person' : 'a service account')}</bdi>
  </Link>
);

const nameless: Readonly<Record<string, string>> = { cli: 'on the host', system: 'the server', user: 'an erased person' };

/** Who asked for it. */
export function Creator({ token: { createdBy, ownerId } }: { readonly token: TokenDetails }) {
  if (createdBy.id === ownerId) return <span className="soft">the owner</span>;
  return <bdi>{createdBy.name ?? nameless[createdBy.kind] ?? createdBy.kind.replaceAll('-', ' ')}</bdi>;
}

/** What a token is called in a sentence. */
export const called = ({ name }: Pick<TokenDetails, 'name'>): string => name ?? 'the token without a name';

/** Whether it could work again. */
export const isLive = ({ state }: Pick<TokenDetails, 'state'>): boolean => state === 'active' || state === 'suspended';
