import { Fragment, useEffect, useRef, useState } from 'react';
import { isoIn } from '../../api/clock.js';
import { type Problem, problemOf } from '../../api/problem.js';
import type { ActivityFilters } from '../../parts/activity.queries.js';
import { Cancel, CommandForm } from '../../parts/command-form.js';
import { Dialog } from '../../parts/dialog.js';
import { SelectField, SwitchField } from '../../parts/fields.js';
import type { Filter } from '../../parts/filter-bar.js';
import { useReceipts } from '../../parts/receipts.js';
import { saveFile } from '../../parts/save-file.js';
import { type Export, loadExport } from './export.queries.js';

const forms = [
  { value: 'csv', label: 'CSV', hint: 'The entries as a table, newest first, narrowed down as the page is.' },
  { value: 'ndjson', label: 'NDJSON', hint: 'Every stored envelope of the organization, in log order, one JSON text a line.' },
] as const;

interface ExportParts {
  /** The filters of the page, and what is set of them. */
  readonly filters: readonly Filter[];
  readonly asked: ActivityFilters;
  readonly onClose: () => void;
}

/** Saves the activity log as a file, with its progress in bytes. */
export function ExportActivity({ filters, asked, onClose }: ExportParts) {
  const [form, setForm] = useState<Export['form']>('csv');
  const [isOpened, setOpened] = useState(false);
  const { bytes, problem, start, cancel } = useExport(onClose);
  const isRunning = bytes !== null;
  return (
    <Dialog title="Export the activity log" onClose={onClose} isKept={isRunning}>
      <CommandForm
        act="Export"
        command={{ isRunning, problem }}
        onSubmit={() => void start({ form, filters: asked, isOpened })}
        others={<Cancel onClick={isRunning ? cancel : onClose} />}
      >
        <SelectField label="Form" value={form} choices={forms} onChange={setForm} hint={hintOf(form)} isDisabled={isRunning} />
        {form === 'csv' && <Range asked={asked} filters={filters} />}
        <SwitchField
          label="Personal data"
          hint="Names and addresses, as far as you may see them. Off, they stay sealed."
          isOn={isOpened}
          onChange={setOpened}
          isDisabled={isRunning}
        />
        <p>The export is recorded in the activity log: that it was you, what you asked for, and how much you got.</p>
        <p role="status">{isRunning && `${inBytes(bytes)} so far`}</p>
      </CommandForm>
    </Dialog>
  );
}

const hintOf = (form: Export['form']) => forms.find(({ value }) => value === form)?.hint;

/** What the table is narrowed down to. */
function Range({ asked, filters }: { readonly asked: ActivityFilters; readonly filters: readonly Filter[] }) {
  const set = filters.flatMap(({ name, label, shown = String }) => {
    const values = [asked[name] ?? []].flat().map(String);
    return values.length === 0 ? [] : [{ name, label, values: values.map((value) => ({ value, words: shown(value) })) }];
  });
  if (set.length === 0) return <p className="hint">No filter is set: everything that you may see.</p>;
  return (
    <dl className="facts">
      {set.map(({ name, label, values }) => (
        <Fragment key={name}>
          <dt>{label}</dt>
          {values.map(({ value, words }) => (
            <dd key={value}>
              <bdi>{words}</bdi>
            </dd>
          ))}
        </Fragment>
      ))}
    </dl>
  );
}

/** `bytes` is null while nothing is loaded. What runs ends when the dialog does. */
function useExport(onSaved: () => void) {
  const give = useReceipts();
  const running = useRef<AbortController | null>(null);
  const [bytes, setBytes] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = async (asked: Export) => {
    const controller = new AbortController();
    running.current = controller;
    setProblem(null);
    setBytes(0);
    try {
      const onBytes = (count: number) => setBytes((before) => (before ?? 0) + count);
      const file = await loadExport(asked, { signal: controller.signal, onBytes });
      saveFile(`keyledger-activity-${isoIn(0).slice(0, 10)}.${asked.form}`, file);
      give({ sentence: `Exported ${inBytes(file.size)} of the activity log.`, position: null });
      onSaved();
    } catch (error) {
      if (!controller.signal.aborted) setProblem(problemOf(error));
    } finally {
      setBytes(null);
    }
  };
  return { bytes, problem, start, cancel: () => running.current?.abort() };
}

const units = ['bytes', 'kB', 'MB', 'GB'] as const;

/** `1.2 MB` */
function inBytes(count: number): string {
  const unit = count === 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  return `${(count / 1000 ** unit).toLocaleString('en', { maximumFractionDigits: unit === 0 ? 0 : 1 })} ${units[unit]}`;
}
