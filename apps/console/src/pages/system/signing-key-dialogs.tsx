import type { NextSigningKey } from '#api/features/signing-keys/signing-keys.commands';
import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { useReceipts } from '../../parts/receipts.js';
import type { SigningKey } from './system.queries.js';

const changes = ['signing-keys', 'activity'];

/** Publishes the key that signs next. */
export function RotateKey({ onClose }: { readonly onClose: () => void }) {
  const give = useReceipts();
  const rotate = useCommand<NextSigningKey>('POST /v1/signing-keys/rotate', changes);
  const confirm = async () => {
    const answer = await rotate.run();
    if (answer === null) return;
    give({ sentence: `The key ${answer.body.kid} signs next.`, position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog title="Rotate the signing key?" act="Rotate" isDanger={false} command={rotate} onConfirm={confirm} onClose={onClose}>
      <p>A new key is published now and signs as soon as every verifier has had the time to learn of it.</p>
      <p>Nothing stops: what the key before signed stays good until that key is retired.</p>
    </ConfirmDialog>
  );
}

/** Ends all that a key signed, for ever. */
export function RetireKey({ signingKey: { kid, status }, onClose }: { readonly signingKey: SigningKey; readonly onClose: () => void }) {
  const give = useReceipts();
  const retire = useCommand('POST /v1/signing-keys/{kid}/retire', [...changes, 'tokens', 'summary']);
  const confirm = async () => {
    const answer = await retire.run({ path: { kid } });
    if (answer === null) return;
    give({ sentence: `Retired the signing key ${kid}.`, position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog title="Retire the signing key?" act="Retire" typed={kid} command={retire} onConfirm={confirm} onClose={onClose}>
      <p>
        Nothing that <code>{kid}</code> signed is accepted any more: every personal access token and access token that it signed ends at
        once, of everybody. This cannot be undone, and the server does not tell how many they are.
      </p>
      <p>Legacy tokens, tokens of service accounts, API keys and sessions are not signed and go on.</p>
      {status === 'active' && <p>It signs now, so another key takes its place at once.</p>}
      <p>To replace a key without an interruption, rotate it and retire it when what it signed has expired.</p>
    </ConfirmDialog>
  );
}
