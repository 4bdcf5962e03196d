import { type SubmitEvent, useState } from 'react';
import { isoIn } from '../../api/clock.js';
import type { Search } from '../../api/search.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/fields.js';

interface TimeFilterParts {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChoose: (range: Search) => void;
}

const hourMs = 3_600_000;
const presets = [
  ['Last hour', hourMs],
  ['Last 24 hours', 24 * hourMs],
  ['Last 7 days', 7 * 24 * hourMs],
  ['Last 30 days', 30 * 24 * hourMs],
] as const;

/** Chooses a time: up to now, or between two moments in UTC. What is chosen is absolute, so that a link to it stays the same. */
export function TimeFilter(parts: TimeFilterParts) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="quiet" onClick={() => setOpen(true)}>
        Time …
      </button>
      {isOpen && <TimeDialog {...parts} onClose={() => setOpen(false)} />}
    </>
  );
}

/** As `datetime-local` wants it, which knows no time zone. */
const asField = (iso: string | undefined) => (iso === undefined ? '' : new Date(iso).toISOString().slice(0, 16));
const asUtc = (field: string) => (field === '' ? undefined : new Date(`${field}Z`).toISOString());

function TimeDialog({ from, to, onChoose, onClose }: TimeFilterParts & { readonly onClose: () => void }) {
  const [begin, setBegin] = useState(asField(from));
  const [end, setEnd] = useState(asField(to));
  const choose = (range: Search) => {
    onChoose(range);
    onClose();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    choose({ from: asUtc(begin), to: asUtc(end) });
  };
  return (
    <Dialog title="Time" onClose={onClose}>
      <p className="buttons left">
        {presets.map(([label, lengthMs]) => (
          <button key={label} type="button" className="quiet" onClick={() => choose({ from: isoIn(-lengthMs), to: undefined })}>
            {label}
          </button>
        ))}
      </p>
      <form onSubmit={submit}>
        <TextField label="From (UTC)" type="datetime-local" value={begin} onChange={setBegin} />
        <TextField label="Before (UTC)" type="datetime-local" value={end} onChange={setEnd} />
        <div className="buttons">
          <button type="button" className="quiet" onClick={() => choose({ from: undefined, to: undefined })}>
            Any time
          </button>
          <button type="submit">Show this time</button>
        </div>
      </form>
    </Dialog>
  );
}
