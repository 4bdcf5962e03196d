import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { CopyButton } from './copy-button.js';

interface Receipt {
  /** What was done, in a sentence. */
  readonly sentence: string;
  /** The position in the log from which on it holds; null where nothing was decided. */
  readonly position: string | null;
  /** Where the activity log shows it. */
  readonly link?: ReactNode;
}

type Give = (receipt: Receipt) => void;

const ReceiptContext = createContext<Give>(() => {});

/** Shows that something was done, and from which position in the log on it holds. */
export const useReceipts = (): Give => useContext(ReceiptContext);

const shownMax = 3;

/** The newest receipts, in a corner, read out as they come, and gone when they are dismissed. */
export function Receipts({ children }: { readonly children: ReactNode }) {
  const [receipts, setReceipts] = useState<readonly (Receipt & { readonly number: number })[]>([]);
  const give = useMemo<Give>(
    () => (receipt) => setReceipts((before) => [{ ...receipt, number: (before[0]?.number ?? 0) + 1 }, ...before].slice(0, shownMax)),
    [],
  );
  return (
    <ReceiptContext value={give}>
      {children}
      <section className="receipts" aria-label="Receipts" aria-live="polite">
        {receipts.map(({ number, sentence, position, link }) => (
          <div key={number} className="receipt">
            <p>
              {sentence}
              {position !== null && ` Holds everywhere from position ${shortPosition(position)} on.`}
            </p>
            <p className="receipt-acts">
              {position !== null && <CopyButton text={`${sentence} Position ${position}`} what="the receipt" label="Copy receipt" />}
              {link}
              <button
                type="button"
                className="quiet small"
                onClick={() => setReceipts((all) => all.filter((each) => each.number !== number))}
              >
                Dismiss
              </button>
            </p>
          </div>
        ))}
      </section>
    </ReceiptContext>
  );
}

/** A position begins with the id of its log, of which the end tells enough. */
const shortPosition = (position: string) => `…${position.slice(30)}`;
