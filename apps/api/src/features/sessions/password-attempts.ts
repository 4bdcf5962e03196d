import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Passwords } from '#credentials/password';
import { SecretVault } from '#credentials/secret-vault';
import { Refusal } from '#domain/refusal';
import { Clock } from '#event-store/clock';
import type { Origin } from '#event-store/origin';
import type { UserRow } from '#projections/token-validity/principals';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { RefusalWithRetry } from '../../edge/http/failure.js';
import { networkOf } from '../../edge/http/network.js';
import { ActivityRecorder } from '../activity/activity-recorder.js';
import { AttemptWindow } from './attempt-window.js';
import { ChecksUnderWay } from './checks-under-way.js';
import { type Admission, NetworkPace } from './network-pace.js';

const windowMs = 60_000;
const perDeviceMax = 10;
const perNetworkMax = 60;

/** Who tries a password, and from where. */
export interface PasswordAttempt {
  /** Digest of the address that is signed in to, whether or not anybody holds it. */
  readonly account: string;
  readonly ip: string;
  /** The device id of a browser that has signed in to the account before. */
  readonly deviceId: string | null;
  readonly origin: Origin;
}

/**
 * Limits attempts at passwords: by account and network, by network over all accounts, and in a bucket of its own for a browser that has
 * signed in before, so that nobody can lock a person out by guessing. A right password gives its attempt back.
 */
@Injectable()
export class PasswordAttempts {
  readonly #pace = new NetworkPace();
  readonly #perNetwork = new AttemptWindow(perNetworkMax, windowMs);
  readonly #perDevice = new AttemptWindow(perDeviceMax, windowMs);
  readonly #underWay = new ChecksUnderWay();
  /** No row of the vault has this id. It is read where an account has no password, so that all accounts cost the same vault reads. */
  readonly #nobodysPassword = v7();

  constructor(
    private readonly passwords: Passwords,
    private readonly secrets: SecretVault,
    private readonly validity: TokenValidity,
    private readonly clock: Clock,
    private readonly activity: ActivityRecorder,
  ) {}

  /** Whether this is the person's password. Unknown accounts cost as much work as known ones. @throws Refusal sign-in/throttled */
  async isRight(user: UserRow | undefined, password: string, attempt: PasswordAttempt): Promise<boolean> {
    const { deviceId, account, ip } = attempt;
    const network = networkOf(ip);
    const device = `${account} ${deviceId}`;
    const limits = deviceId ? [device] : [`${account} ${network}`, network];
    const { nowMs, ...admission } = await this.#admission(limits, (nowMs) =>
      deviceId ? this.#ofWindow(this.#perDevice, device, nowMs) : this.#ofNewDevice(account, network, nowMs),
    );
    // A refused attempt counts nowhere: a flood could otherwise lock people out whose password nobody has tried.
    if (admission.waitMs > 0) {
      if (admission.isAttack) await this.#tell(user, attempt, nowMs);
      throw new RefusalWithRetry('sign-in/throttled', Math.ceil(admission.waitMs / 1000));
    }
    const isRight = await this.#check(user, password, limits, admission);
    if (admission.isAttack) await this.#tell(user, attempt, nowMs);
    return isRight;
  }

  /** @throws Refusal password/wrong unless this is the caller's password */
  async confirm(caller: Caller, password: string): Promise<void> {
    const user = this.validity.principals.users.get(caller.id);
    const limit = `confirm ${caller.token.id}`;
    const admission = await this.#admission([limit], (nowMs) => this.#ofWindow(this.#perDevice, limit, nowMs));
    if (admission.waitMs > 0) throw new RefusalWithRetry('sign-in/throttled', Math.ceil(admission.waitMs / 1000));
    if (!(await this.#check(user, password, [limit], admission))) throw new Refusal('password/wrong');
  }

  /**
   * Attempts that are being checked count as wrong, and a right one is given back. So one that they stand in the way of waits until it is
   * known what one of them is.
   */
  async #admission(limits: readonly string[], admissionAt: (nowMs: number) => Admission): Promise<Admission & { readonly nowMs: number }> {
    for (;;) {
      const nowMs = this.clock.monotonicMs();
      const admission = admissionAt(nowMs);
      if (admission.waitMs === 0 || !(await this.#underWay.oneEnds(limits))) return { ...admission, nowMs };
    }
  }

  async #check(user: UserRow | undefined, password: string, limits: readonly string[], { begin }: Admission): Promise<boolean> {
    this.passwords.requireRoom();
    const [end, endOfCheck] = [begin(), this.#underWay.begin(limits)];
    let isWrong = false;
    try {
      const id = user?.passwordId ?? this.#nobodysPassword;
      const hash = (await this.secrets.reveal(id, 'password-hash'))?.toString('utf8') ?? null;
      isWrong = !(await this.passwords.matches(password, hash));
      if (!isWrong && hash !== null && this.passwords.isOutdated(hash)) void this.#hashAnew(id, password);
    } finally {
      end(isWrong);
      endOfCheck();
    }
    return !isWrong;
  }

  /**
   * Only while a right password is at hand can a hash of another cost be replaced. No answer waits for it, because the time would tell that
   * the password of a disabled person was right. If it fails, the next right password will do.
   */
  async #hashAnew(id: string, password: string): Promise<void> {
    await this.passwords
      .hash(password)
      .then((hash) => this.secrets.replace(id, 'password-hash', hash))
      .catch(() => {});
  }

  #ofWindow(window: AttemptWindow, key: string, nowMs: number): Admission {
    const begin = () => {
      const undo = window.use(key, nowMs);
      return (isWrong: boolean) => {
        if (!isWrong) undo();
      };
    };
    return { waitMs: window.waitMs(key, nowMs), isAttack: false, begin };
  }

  #ofNewDevice(account: string, network: string, nowMs: number): Admission {
    const ofAll = this.#ofWindow(this.#perNetwork, network, nowMs);
    const ofAccount = this.#pace.admission(account, network, nowMs);
    const begin = () => {
      const ends = [ofAccount.begin(), ofAll.begin()];
      return (isWrong: boolean) => {
        for (const end of ends) end(isWrong);
      };
    };
    return { waitMs: Math.max(ofAll.waitMs, ofAccount.waitMs), isAttack: ofAccount.isAttack, begin };
  }

  /** Tells the owners, in the activity of their organization. For an account that nobody has, the same work is done and nobody is told. */
  async #tell(user: UserRow | undefined, { account, origin }: PasswordAttempt, nowMs: number): Promise<void> {
    if (!this.#pace.isToBeTold(account, nowMs)) return;
    const { id: userId, homeOrganizationId: organizationId } = user ?? { id: null, homeOrganizationId: null };
    await this.activity.record({ type: 'SignInAttackNoticed', userId }, { ...origin, organizationId });
  }
}
