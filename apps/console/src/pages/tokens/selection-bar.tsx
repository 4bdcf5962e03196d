import { useConsole } from '../../api/use-console.js';
import { counted } from '../../parts/counted.js';

interface SelectionBarParts {
  readonly count: number;
  /** How many of the rows that are shown can be selected. */
  readonly selectable: number;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
  readonly onRevoke: () => void;
}

/** How many rows are selected, and what can be done with them. It has its place from the beginning, so that nothing jumps. */
export function SelectionBar({ count, selectable, onSelectAll, onClear, onRevoke }: SelectionBarParts) {
  const { limits } = useConsole();
  const isTooMany = count > limits.revokedAtOnceMax;
  return (
    <div className="selection-bar">
      <span role="status">
        {counted(count, 'token')} selected
        {isTooMany && `; ${limits.revokedAtOnceMax} at most are revoked at once`}
      </span>
      <button type="button" className="quiet small" onClick={onSelectAll} disabled={selectable === 0}>
        Select all shown
      </button>
      {count > 0 && (
        <>
          <button type="button" className="quiet small" onClick={onClear}>
            Clear selection
          </button>
          <button type="button" className="danger small" onClick={onRevoke} disabled={isTooMany}>
            Revoke selected …
          </button>
        </>
      )}
    </div>
  );
}
