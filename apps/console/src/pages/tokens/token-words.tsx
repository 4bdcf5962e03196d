import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useConsole } from '../../api/use-console.js';
import { Someone } from '../../parts/someone.js';
import { pageOf } from '../members/shown-member.js';

/** What a kind of token is called; kinds that no list shows by their own name. */
export function Kind({ kind }: { readonly kind: string }) {
  const { kinds } = useConsole();
  return <>{kinds.find((each) => each.kind === kind)?.label ?? kind.replaceAll('-', ' ')}</>;
}

/** Whose it is, and where the console shows them. */
export const Owner = ({ owner, hasAddress }: Pick<TokenDetails, 'owner'> & { readonly hasAddress?: boolean }) => (
  <Someone who={owner} to={pageOf(owner)} hasAddress={hasAddress} />
);

/** Who asked for it. */
export const Creator = ({ token: { createdBy, ownerId } }: { readonly token: TokenDetails }) =>
  createdBy.id === ownerId ? <span className="soft">the owner</span> : <Someone who={createdBy} />;

/** What a token is called in a sentence. */
export const called = ({ name }: Pick<TokenDetails, 'name'>): string => name ?? 'the token without a name';

/** Whether it could work again. */
export const isLive = ({ state }: Pick<TokenDetails, 'state'>): boolean => state === 'active' || state === 'suspended';
