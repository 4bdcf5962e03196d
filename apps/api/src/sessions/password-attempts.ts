import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { Passwords } from '#credentials/password';
import { SecretVault } from '#credentials/secret-vault';
import { Refusal } from '#domain/refusal';
import type { UserRow } from '#projections/principals';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { RefusalWithRetry } from '../http/failure.js';

const windowSeconds = 60;

/**
 * Counts attempts at passwords: per account, per network, and in a bucket of its own for a browser that signed in before, so
 * that nobody can lock a person out by guessing. A right password gives its points back.
 */
@Injectable()
export class PasswordAttempts {
  readonly #perAccount = new RateLimiterMemory({ points: 10, duration: windowSeconds });
  readonly #perNetwork = new RateLimiterMemory({ points: 60, duration: windowSeconds });
  readonly #perDevice = new RateLimiterMemory({ points: 10, duration: windowSeconds });

  constructor(
    private readonly passwords: Passwords,
    private readonly secrets: SecretVault,
    private readonly validity: TokenValidity,
  ) {}

  /** Whether this is the person's password. Unknown accounts cost as much work as known ones. @throws Refusal sign-in/throttled */
  async isRight(
    user: UserRow | undefined,
    password: string,
    from: { account: string; ip: string; deviceId: string | null },
  ): Promise<boolean> {
    const buckets = from.deviceId
      ? [{ limiter: this.#perDevice, key: from.deviceId }]
      : [
          { limiter: this.#perAccount, key: from.account },
          { limiter: this.#perNetwork, key: networkOf(from.ip) },
        ];
    // What is refused counts nowhere: a flood could else fill the memory, and keep people out whose password nobody has tried.
    for (const { limiter, key } of buckets) {
      const used = await limiter.get(key);
      if (used && used.remainingPoints <= 0) refuseThrottled(used);
    }
    this.passwords.requireRoom();
    for (const { limiter, key } of buckets) await limiter.consume(key).catch(refuseThrottled);
    const hash = user?.passwordId ? await this.secrets.reveal(user.passwordId, 'password-hash') : null;
    const isRight = await this.passwords.matches(password, hash === null ? null : hash.toString('utf8'));
    if (isRight) for (const { limiter, key } of buckets) await limiter.reward(key);
    return isRight;
  }

  /** @throws Refusal password/wrong unless this is the caller's password */
  async confirm(caller: Caller, password: string): Promise<void> {
    const user = this.validity.principals.users.get(caller.id);
    const from = { account: `confirm ${caller.id}`, ip: '', deviceId: caller.token.id };
    if (!(await this.isRight(user, password, from))) throw new Refusal('password/wrong');
  }
}

/** One household or company usually has a whole /64, so single IPv6 addresses count together. */
function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped) return mapped[1];
  const [head, tail = ''] = ip.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const groups = [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.padStart(4, '0').toLowerCase())
    .join(':');
}

function refuseThrottled(result: RateLimiterRes | Error): never {
  const waitMs = result instanceof Error ? windowSeconds * 1000 : result.msBeforeNext;
  throw new RefusalWithRetry('sign-in/throttled', Math.min(windowSeconds, Math.max(1, Math.ceil(waitMs / 1000))));
}
