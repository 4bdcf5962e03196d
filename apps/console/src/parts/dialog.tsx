import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useKeptFocus } from './kept-focus.js';

interface DialogParts {
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
  /** Neither Escape nor a click outside closes it. */
  readonly isKept?: boolean;
  readonly role?: 'dialog' | 'alertdialog';
  readonly size?: 'small' | 'wide';
}

/** A dialog that is open for as long as it is rendered. Focus goes into it and, when it closes, back to where it was. */
export function Dialog({ title, children, onClose, isKept = false, role = 'dialog', size = 'small' }: DialogParts) {
  useKeptFocus();
  return (
    <ModalOverlay
      isOpen
      isDismissable={!isKept}
      isKeyboardDismissDisabled={isKept}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      className="overlay"
    >
      <Modal className={`dialog ${size}`}>
        <AriaDialog role={role}>
          <Heading slot="title">{title}</Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
