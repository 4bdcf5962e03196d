import { lruCache } from '../../edge/lru-cache.js';
import { AttemptWindow } from './attempt-window.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How many wrong tries a network has before it must wait. */
const triesMax = 3;
/** How many networks have tries of their own, in an hour and for one account; more of them are an attack. */
const networksPerHourMax = 100;
/** How many networks of one /48 count separately; all others of it count as one. */
const networksOfSiteMax = 8;

// How many entries a flood may cost in memory. An entry that is dropped for lack of room starts again, and counts as another network of its
// account.
const networksMax = 50_000;
const accountsMax = 20_000;

/** What a network got wrong for one account. */
interface Failures {
  /** Since it last had all its tries. */
  count: number;
  waits: number;
  lastAtMs: number;
  mayTryAtMs: number;
  /** Attempts that are being checked. */
  pending: number;
  /** The network's place among those of its account that have tries of their own. */
  place: { readonly takenAtMs: number } | null;
}

interface Account {
  places: { readonly takenAtMs: number }[];
  noticedAtMs: number;
}

/** An attempt that may be made now, or after `waitMs`. */
export interface Admission {
  readonly waitMs: number;
  /** Too many networks fail at this account, and this one was not seen before. */
  readonly isAttack: boolean;
  /** Begins the attempt, in the same turn of the thread. Returns what to call with whether the password was wrong. */
  readonly begin: () => (isWrong: boolean) => void;
}

/**
 * How fast networks may try passwords of one account. A network without a wrong try in the last hour has three tries, however many others
 * fail. After them it waits, a minute at first and twice as long each time, up to an hour. When more than a hundred networks begin to fail
 * in an hour, all further ones share three tries a minute. Times are monotonic milliseconds.
 */
export class NetworkPace {
  readonly #failures = lruCache<string, Failures>(networksMax);
  readonly #accounts = lruCache<string, Account>(accountsMax);
  readonly #sites = lruCache<string, Set<string>>(networksMax);
  readonly #shared = new AttemptWindow(triesMax, minuteMs);

  admission(account: string, network: string, nowMs: number): Admission {
    const site = this.#siteOf(account, network, nowMs);
    const key = `${account} ${site?.isFull ? site.name : network}`;
    const failures = this.#current(key, nowMs);
    const isAttack = !hasPlace(failures, nowMs) && this.#placesOf(account, nowMs).length >= networksPerHourMax;
    if (isAttack) {
      const begin = () => this.#beginShared(account, nowMs);
      return { waitMs: this.#shared.waitMs(account, nowMs), isAttack, begin };
    }
    const begin = () => {
      if (!site?.isFull) site?.networks.add(key);
      return this.#begin(account, key, nowMs);
    };
    return { waitMs: failures === undefined ? 0 : waitOf(failures, nowMs), isAttack, begin };
  }

  /** Whether an attack on the account is to be reported now, which happens once an hour. */
  isToBeTold(account: string, nowMs: number): boolean {
    const row = this.#accountOf(account);
    const isDue = nowMs - row.noticedAtMs >= hourMs;
    if (isDue) row.noticedAtMs = nowMs;
    return isDue;
  }

  #begin(account: string, key: string, nowMs: number): (isWrong: boolean) => void {
    const failures = this.#current(key, nowMs) ?? { count: 0, waits: 0, lastAtMs: nowMs, mayTryAtMs: 0, pending: 0, place: null };
    this.#failures.set(key, failures);
    if (!hasPlace(failures, nowMs)) {
      failures.place = { takenAtMs: nowMs };
      failures.count = 0;
      this.#placesOf(account, nowMs).push(failures.place);
    }
    failures.pending += 1;
    return (isWrong) => {
      failures.pending -= 1;
      if (isWrong) fail(failures, nowMs);
      else if (failures.count === 0 && failures.pending === 0) this.#remove(account, key, failures);
    };
  }

  #beginShared(account: string, nowMs: number): (isWrong: boolean) => void {
    const undo = this.#shared.use(account, nowMs);
    return (isWrong) => {
      if (!isWrong) undo();
    };
  }

  /** The network made no wrong try, so its place is free for another; how long it waited before is still known. */
  #remove(account: string, key: string, failures: Failures): void {
    const row = this.#accountOf(account);
    row.places = row.places.filter((place) => place !== failures.place);
    failures.place = null;
    if (failures.waits === 0) this.#failures.delete(key);
  }

  #current(key: string, nowMs: number): Failures | undefined {
    const failures = this.#failures.get(key);
    return failures !== undefined && nowMs - failures.lastAtMs < dayMs ? failures : undefined;
  }

  #accountOf(account: string): Account {
    const row = this.#accounts.get(account) ?? { places: [], noticedAtMs: Number.NEGATIVE_INFINITY };
    this.#accounts.set(account, row);
    return row;
  }

  #placesOf(account: string, nowMs: number): Account['places'] {
    const row = this.#accountOf(account);
    row.places = row.places.filter(({ takenAtMs }) => nowMs - takenAtMs < hourMs);
    return row.places;
  }

  /** The /48 of an IPv6 network, and those of its networks that count separately. */
  #siteOf(account: string, network: string, nowMs: number) {
    if (!network.endsWith('::/64')) return null;
    const name = `${network.split(':', 3).join(':')}::/48`;
    const known = this.#sites.get(`${account} ${name}`) ?? new Set();
    const networks = new Set([...known].filter((key) => this.#current(key, nowMs) !== undefined));
    this.#sites.set(`${account} ${name}`, networks);
    return { name, networks, isFull: networks.size >= networksOfSiteMax && !networks.has(`${account} ${network}`) };
  }
}

/** Whether the network failed within the hour, or is being checked: it is one of the hundred already. */
const hasPlace = (failures: Failures | undefined, nowMs: number) =>
  failures !== undefined && failures.place !== null && (failures.pending > 0 || nowMs - failures.lastAtMs < hourMs);

/** Attempts count as wrong while they are being checked. */
function waitOf(failures: Failures, nowMs: number): number {
  const { count, pending, mayTryAtMs } = failures;
  if (!hasPlace(failures, nowMs) || count + pending < triesMax) return 0;
  if (nowMs < mayTryAtMs) return mayTryAtMs - nowMs;
  return pending > 0 ? 1 : 0;
}

function fail(failures: Failures, nowMs: number): void {
  failures.count += 1;
  failures.lastAtMs = Math.max(failures.lastAtMs, nowMs);
  if (failures.count < triesMax) return;
  failures.waits += 1;
  failures.mayTryAtMs = nowMs + Math.min(hourMs, minuteMs * 2 ** (failures.waits - 1));
}
