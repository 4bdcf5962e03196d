import { createPrivateKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SealBroken } from '#credentials/sealed-box';
import { SecretVault } from '#credentials/secret-vault';
import { generateSigningKey, SigningKeys } from '#credentials/signing-keys';
import { VaultRefused } from '#credentials/vault';
import * as Installation from '#domain/installation';
import type { Recorded } from '#event-store/envelope';
import { EventStore, type Subscription } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';
import { toEvent } from '#event-store/upcast';
import type { FollowUps } from '../../edge/follow-ups.js';

/** Keeps the keys in memory in step with the log. */
@Injectable()
export class SigningKeyRing {
  #subscription: Subscription | null = null;

  constructor(
    private readonly ledger: Ledger,
    private readonly store: EventStore,
    private readonly secrets: SecretVault,
    private readonly signingKeys: SigningKeys,
    private readonly followUps: Pick<FollowUps, 'attempt'>,
    /** Called when the keys can no longer be followed, because a retired key might go on signing. */
    private readonly onFatal: (error: unknown) => void = () => {},
  ) {}

  /**
   * Makes sure that a key is active, loads all keys that are not retired, and follows their events. After a restore all of them are
   * replaced by a new one, so the log may name an active key whose private half is gone, because it was retired after the log's end.
   */
  async open(origin: Origin, isRestored: boolean): Promise<void> {
    const { state } = await this.ledger.on(Installation.stream()).load();
    if (state.activeKid === null) await this.activate(await this.publish(origin), origin);
    const head = await this.store.head();
    await this.#applyEach(await this.store.readStream(Installation.stream().name));
    if (isRestored) await this.#replaceAll(origin);
    this.#requirePrivateHalf();
    this.#subscription = this.store.subscribe(head, {
      onEvents: (events) => {
        const ours = events.filter(({ stream }) => stream === Installation.stream().name);
        // Returns no promise, because the store would wait for it before it reads on, and nearly always there is nothing to do.
        return ours.length === 0 ? undefined : this.#applyEach(ours);
      },
      onEnded: this.onFatal,
    });
  }

  #requirePrivateHalf(): void {
    if (this.signingKeys.canSign) return;
    throw new VaultRefused('does not hold the private half of the active signing key: that is missing, damaged, or of another log');
  }

  async close(): Promise<void> {
    await this.#subscription?.close();
  }

  /** Makes a key that verifiers can fetch before it signs. */
  async publish(origin: Origin): Promise<string> {
    const { kid, publicJwk, privatePkcs8 } = await generateSigningKey();
    const vaultId = await this.secrets.keep('signing-key', privatePkcs8);
    const privateKey = privateKeyOf(privatePkcs8);
    await this.ledger.on(Installation.stream()).handle({ type: 'PublishSigningKey', kid, publicJwk, vaultId }, origin);
    // A key in memory is not read again from the vault, because nothing may fail a decision that is made.
    this.signingKeys.add(kid, publicJwk, privateKey);
    return kid;
  }

  activate(kid: string, origin: Origin): Promise<void> {
    return this.#decide({ type: 'ActivateSigningKey', kid }, origin);
  }

  /** The private half is of no more use, and whoever stole it later could only forge what nobody accepts. */
  async retire(kid: string, origin: Origin): Promise<void> {
    await this.#decide({ type: 'RetireSigningKey', kid }, origin);
    await this.followUps.attempt('the private half of a retired key is deleted', () => this.#destroyPrivateHalf(kid));
  }

  /** A new key signs at once, and no earlier key counts, because a retired one may be among them. */
  async #replaceAll(origin: Origin): Promise<void> {
    const { state } = await this.ledger.on(Installation.stream()).load();
    await this.activate(await this.publish(origin), origin);
    for (const [kid, status] of Object.entries(state.keys)) if (status !== 'retired') await this.retire(kid, origin);
  }

  /** This process applies the decision before it answers anybody. */
  async #decide(command: Installation.Command, origin: Origin): Promise<void> {
    const { events } = await this.ledger.on(Installation.stream()).handle(command, origin);
    for (const event of events) await this.#apply(event);
  }

  async #applyEach(events: readonly Recorded[]): Promise<void> {
    for (const recorded of events) await this.#apply(toEvent(recorded));
  }

  async #apply(event: Installation.Event): Promise<void> {
    switch (event.type) {
      case 'SigningKeyPublished': {
        const pkcs8 = await this.#privateHalf(event.vaultId);
        return this.signingKeys.add(event.kid, event.publicJwk, pkcs8 ? privateKeyOf(pkcs8) : undefined);
      }
      case 'SigningKeyActivated':
        return this.signingKeys.activate(event.kid);
      case 'SigningKeyRetired':
        return this.signingKeys.retire(event.kid);
    }
  }

  async #destroyPrivateHalf(kid: string): Promise<void> {
    const past = (await this.store.readStream(Installation.stream().name)).map((recorded) => toEvent<Installation.Event>(recorded));
    const published = past.find((event) => event.type === 'SigningKeyPublished' && event.kid === kid);
    if (published?.type === 'SigningKeyPublished') await this.secrets.destroy(published.vaultId);
  }

  /** Null when the private half was destroyed or damaged: what the key signed can still be verified. */
  async #privateHalf(vaultId: string): Promise<Buffer | null> {
    return this.secrets.reveal(vaultId, 'signing-key').catch((error) => {
      if (error instanceof SealBroken) return null;
      throw error;
    });
  }
}

const privateKeyOf = (pkcs8: Buffer) => createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
