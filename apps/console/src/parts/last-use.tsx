import type { LastUse as Use } from '#api/features/tokens/token-detail-views';
import { Time } from './time.js';

/** When a credential was used last, from where and by which program, as far as the person may see that. */
export function LastUse({ use }: { readonly use: Use | null }) {
  if (use === null) return <span className="soft">never used</span>;
  return (
    <span>
      <Time at={use.at} />
      {use.ip && (
        <>
          {' '}
          from <code>{use.ip}</code>
        </>
      )}
      {use.userAgent && <bdi className="hint">{use.userAgent}</bdi>}
    </span>
  );
}
