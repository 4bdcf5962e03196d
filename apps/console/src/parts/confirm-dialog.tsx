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
  return (
    <Dialog title={title} onClose={onClose} role="alertdialog" size={size}>
      <CommandForm
        {...act}
        isDanger={isDanger}
        isIncomplete={typed !== undefined && text !== typed}
        onSubmit={onConfirm}
        others={<Cancel onClick={onClose} label={cancel} />}
      >
        {children}
        {typed !== undefined && (
          <TextField label={`Type “${typed}” to confirm`} value={text} onChange={setText} autoFocus autoComplete="off" />
        )}
      </CommandForm>
    </Dialog>
  );
}
