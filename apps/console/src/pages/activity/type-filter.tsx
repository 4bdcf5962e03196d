import { useState } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { Dialog } from '../../parts/dialog.js';
import { streams, typeInWords } from '../../parts/event-types.js';

interface TypeFilterParts {
  readonly chosen: readonly string[];
  readonly onChoose: (types: readonly string[]) => void;
}

/** Chooses types of events from a tree: a whole stream, or single types of it. */
export function TypeFilter({ chosen, onChoose }: TypeFilterParts) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="quiet" onClick={() => setOpen(true)}>
        Events …
      </button>
      {isOpen && <TypeDialog chosen={chosen} onChoose={onChoose} onClose={() => setOpen(false)} />}
    </>
  );
}

function TypeDialog({ chosen, onChoose, onClose }: TypeFilterParts & { readonly onClose: () => void }) {
  const [types, setTypes] = useState(new Set(chosen));
  const toggle = (some: readonly string[], isOn: boolean) =>
    setTypes((before) => new Set(isOn ? [...before, ...some] : [...before].filter((type) => !some.includes(type))));
  const choose = () => {
    onChoose([...types]);
    onClose();
  };
  return (
    <Dialog title="Types of events" onClose={onClose} size="wide">
      <div className="types">
        {streams.map(({ label, types: all }) => {
          const count = all.filter((type) => types.has(type)).length;
          return (
            <fieldset key={label}>
              <legend className="unseen">{label}</legend>
              <Choice
                label={label}
                isOn={count === all.length}
                isPart={count > 0 && count < all.length}
                onChange={(isOn) => toggle(all, isOn)}
              />
              <ul>
                {all.map((type) => (
                  <li key={type}>
                    <Choice label={typeInWords(type)} isOn={types.has(type)} onChange={(isOn) => toggle([type], isOn)} />
                  </li>
                ))}
              </ul>
            </fieldset>
          );
        })}
      </div>
      <div className="buttons">
        <button type="button" className="quiet" onClick={() => setTypes(new Set())}>
          None
        </button>
        <button type="button" className="quiet" onClick={onClose}>
          Cancel
        </button>
        <button type="button" onClick={choose}>
          Show these
        </button>
      </div>
    </Dialog>
  );
}

interface ChoiceParts {
  readonly label: string;
  readonly isOn: boolean;
  /** Some of what stands below it is chosen, and some is not. */
  readonly isPart?: boolean;
  readonly onChange: (isOn: boolean) => void;
}

const Choice = ({ label, isOn, isPart = false, onChange }: ChoiceParts) => (
  <Checkbox isSelected={isOn} isIndeterminate={isPart} onChange={onChange} className="checkbox">
    <span className="checkbox-box" aria-hidden="true" />
    {label}
  </Checkbox>
);
