import { type ReactNode, useState } from 'react';
import { Cancel, CommandForm, type CommandFormParts } from './command-form.js';
import { Dialog } from './dialog.js';
import { TextField } from './fields.js';

interface ConfirmParts extends Pick<CommandFormParts, 'act' | 'command' | 'isDanger'> {
  readonly title: string;
  /** What stops, and when it was used last. */
  readonly children: ReactNode;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** For what is final for many or for a person: the text that has to be typed first. */
  readonly typed?: string;
  /** What the button says that leaves it. */
  readonly cancel?: string;
  readonly size?: 'small' | 'wide';
}

/** Asks before something is taken away. */
export function ConfirmDialog({ title, children, onConfirm, onClose, typed, cancel, size, isDanger = true, ...act }: ConfirmParts) {
  const [text, setText] = useState('');
  const asked = typed && beginningOf(typed);
  return (
    <Dialog title={title} onClose={onClose} role="alertdialog" size={size}>
      <CommandForm
        {...act}
        isDanger={isDanger}
        isIncomplete={asked !== undefined && text !== asked}
        onSubmit={onConfirm}
        others={<Cancel onClick={onClose} label={cancel} />}
      >
        {children}
        {asked !== undefined && (
          <TextField label={`Type “${asked}” to confirm`} value={text} onChange={setText} autoFocus autoComplete="off" />
        )}
      </CommandForm>
    </Dialog>
  );
}

const wholeMax = 60;
const beginningLength = 30;

/** Of a name that nobody would type as a whole, the beginning is enough. Lengths are in characters. */
function beginningOf(name: string): string {
  const characters = [...name];
  return characters.length <= wholeMax ? name : characters.slice(0, beginningLength).join('').trim();
}
