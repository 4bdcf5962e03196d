import { Cancel, CommandForm, type CommandFormParts } from './command-form.js';
import { Dialog } from './dialog.js';

interface FormDialogParts extends Omit<CommandFormParts, 'others'> {
  readonly title: string;
  /** What the button says that leaves it. */
  readonly cancel?: string;
  readonly onClose: () => void;
}

/** A form for one act in a dialog. */
export function FormDialog({ title, cancel, onClose, ...form }: FormDialogParts) {
  return (
    <Dialog title={title} onClose={onClose}>
      <CommandForm {...form} others={<Cancel onClick={onClose} label={cancel} />} />
    </Dialog>
  );
}
