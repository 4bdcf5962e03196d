import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { nowMs } from '../api/clock.js';
import { Time } from './time.js';

const weekMs = 7 * 86_400_000;

/** Soon is in the last week, and in the last quarter of a life that is shorter. */
function isSoon(createdAt: string, expiresAt: string): boolean {
  const endsMs = Date.parse(expiresAt);
  return endsMs - nowMs() < Math.min(weekMs, (endsMs - Date.parse(createdAt)) / 4);
}

/** When a token that works ends by itself, and whether that is soon. */
export function Expiry({ of: { state, createdAt, expiresAt } }: { readonly of: Pick<TokenDetails, 'state' | 'createdAt' | 'expiresAt'> }) {
  if (state !== 'active' || !createdAt || !expiresAt || !isSoon(createdAt, expiresAt)) return <Time at={expiresAt} />;
  return (
    <span className="soon">
      <span aria-hidden="true">⚠</span> soon: <Time at={expiresAt} />
    </span>
  );
}
