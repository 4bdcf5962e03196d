import { useState } from 'react';
import { TextField } from '../../parts/fields.js';

interface IdChipsParts {
  readonly label: string;
  readonly hint?: string;
  readonly ids: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  readonly error?: string;
}

/** Ids that are typed one by one or pasted together; each becomes a chip that can be taken away. */
export function IdChips({ label, hint, ids, onChange, error }: IdChipsParts) {
  const [typed, setTyped] = useState('');
  const add = (text: string) => {
    const added = text.split(/[\s,;]+/).filter((id) => id !== '');
    onChange([...new Set([...ids, ...added])]);
    setTyped('');
  };
  const type = (text: string) => (/[\s,;]/.test(text) ? add(text) : setTyped(text));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in the field within adds what is typed, and must not send the form.
    <div
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || typed === '') return;
        event.preventDefault();
        add(typed);
      }}
      onBlur={() => typed !== '' && add(typed)}
    >
      <TextField label={label} hint={hint} value={typed} onChange={type} error={error} autoComplete="off" />
      {ids.length > 0 && (
        <ul className="chips" aria-label={`${label} that are assigned`}>
          {ids.map((id) => (
            <li key={id}>
              <button type="button" className="quiet small" onClick={() => onChange(ids.filter((each) => each !== id))}>
                <span className="unseen">Take away</span> <bdi>{id}</bdi> <span aria-hidden="true">✕</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
