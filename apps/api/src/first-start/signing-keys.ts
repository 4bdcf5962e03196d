import { createPrivateKey } from 'node:crypto';
import { generateSigningKey } from '#credentials/signing-keys';
import * as InstallationStream from '#domain/installation';
import type { Recorded } from '#event-store/envelope';
import type { Origin } from '#event-store/handle-command';
import { toEvent } from '#event-store/upcast';
import type { Installation } from '../installation.js';

/** Begins the log if it is empty, sees to it that there is an active signing key, and loads all that are not retired. */
export async function loadSigningKeys(installation: Installation, origin: Origin): Promise<void> {
  const { ledger, digests, store } = installation;
  const { decider, stream } = InstallationStream;
  await ledger.handle(decider, stream, { type: 'CreateLog', pepperVersion: digests.version }, origin);
  const { state } = await ledger.load(decider, stream);
  if (state.activeKid === null) await publishFirstKey(installation, origin);
  for (const recorded of await store.readStream(stream)) await applyKeyEvent(installation, recorded);
}

async function publishFirstKey({ ledger, secrets }: Installation, origin: Origin): Promise<void> {
  const { decider, stream } = InstallationStream;
  const { kid, publicJwk, privatePkcs8 } = await generateSigningKey();
  const vaultId = await secrets.keep('signing-key', privatePkcs8);
  await ledger.handle(decider, stream, { type: 'PublishSigningKey', kid, publicJwk, vaultId }, origin);
  await ledger.handle(decider, stream, { type: 'ActivateSigningKey', kid }, origin);
}

async function applyKeyEvent({ signingKeys, secrets }: Installation, recorded: Recorded): Promise<void> {
  const event = toEvent<InstallationStream.Event>(recorded);
  switch (event.type) {
    case 'SigningKeyPublished': {
      const pkcs8 = await secrets.reveal(event.vaultId, 'signing-key');
      const privateKey = pkcs8 ? createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }) : undefined;
      return signingKeys.add(event.kid, event.publicJwk, privateKey);
    }
    case 'SigningKeyActivated':
      return signingKeys.activate(event.kid);
    case 'SigningKeyRetired':
      return signingKeys.retire(event.kid);
  }
}
