import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PersonalData, SubjectErased } from '#credentials/personal-data';
import type * as Activity from '#domain/activity';
import { Refusal } from '#domain/refusal';
import type { Sealed } from '#domain/sealed';
import * as User from '#domain/user';
import { Clock } from '#event-store/clock';
import type { Actor } from '#event-store/envelope';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Announcements } from '../../edge/http/announcements.js';
import { networkOf } from '../../edge/http/network.js';
import { routeOf } from '../../edge/http/surface.js';
import { newId } from '../../edge/ids.js';
import { ActivityRecorder } from './activity-recorder.js';

const flushMs = 60_000;
/** At most this many records a minute are written for a flood of sources that never repeat; attempts beyond it are counted together. */
const countersMax = 500;
const attemptsPerEvent = 200;
const place = { stream: 'activity', schemaVersion: 1 } as const;

export interface RefusedAttempt {
  readonly reason: string;
  /** Network address. Attempts from one network count together, as they do in the throttle. */
  readonly source: string;
  /** Null when the owner of the credential is unknown. */
  readonly organizationId: string | null;
  readonly tokenId: string | null;
  /** The account whose password was tried, if one was. */
  readonly userId?: string;
  /** The act that a role or a session did not suffice for: `PUT /v1/users/{id}/role`. */
  readonly route?: string;
}

/** A password that was tried at an account, whether or not anybody has it. */
export interface RefusedSignIn extends RefusedAttempt {
  /** Tells accounts apart; it is not recorded. */
  readonly account: string;
}

interface Counter extends RefusedAttempt {
  count: number;
}

/** Counts refused credentials, denied permissions and failed sign-ins, and records them by the minute. */
@Injectable()
export class RefusedAttempts implements OnModuleDestroy {
  /** All attempts since the start, by reason. */
  readonly totals = new Map<string, number>();
  #counters = new Map<string, Counter>();
  /** Those of this minute that were recorded one by one. */
  #firstOnes = new Set<string>();
  readonly #timer = setInterval(() => void this.flush().catch(() => {}), flushMs).unref();

  constructor(
    private readonly activity: ActivityRecorder,
    private readonly personalData: PersonalData,
    private readonly clock: Clock,
    private readonly validity: TokenValidity,
  ) {}

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  listenTo({ refused, failed }: Announcements): void {
    refused.subscribe(({ reason, token }, { ip }) => {
      this.note({ reason, source: ip, organizationId: token?.organizationId ?? null, tokenId: token?.id ?? null });
    });
    // An act that was denied. A refused credential has been counted when it was judged.
    failed.subscribe((error, { status }, request) => {
      if (!(error instanceof Refusal) || status !== 403) return;
      const { organizationId = null, token } = request.caller ?? {};
      this.note({ reason: error.code, source: request.ip, organizationId, tokenId: token?.id ?? null, route: routeOf(request) });
    });
  }

  note(attempt: RefusedAttempt): void {
    this.#addToTotal(attempt);
    this.#count({ ...attempt, source: networkOf(attempt.source) }, 1);
  }

  /**
   * Whether this is the first attempt from its network at its account in this minute. The first one is recorded at once and all others are
   * counted. The same amount is written whatever was wrong, and whether or not anybody has the account.
   */
  isFirst({ account, ...attempt }: RefusedSignIn): boolean {
    const key = `${networkOf(attempt.source)}|${account}`;
    const isFirst = !this.#firstOnes.has(key) && this.#firstOnes.size < countersMax;
    if (!isFirst) this.note(attempt);
    else {
      this.#firstOnes.add(key);
      this.#addToTotal(attempt);
    }
    return isFirst;
  }

  /** What cannot be recorded now is counted on. */
  async flush(): Promise<void> {
    const counters = [...this.#counters.values()];
    this.#counters = new Map();
    this.#firstOnes = new Set();
    const organizations = new Set(counters.map(({ organizationId }) => organizationId));
    for (const organizationId of organizations) {
      const own = counters.filter((counter) => counter.organizationId === organizationId);
      for (let from = 0; from < own.length; from += attemptsPerEvent) {
        const part = own.slice(from, from + attemptsPerEvent);
        await this.#record(organizationId, part).catch((error) => {
          for (const { count, ...attempt } of part) this.#count(attempt, count);
          throw error;
        });
      }
    }
  }

  #addToTotal({ reason }: RefusedAttempt): void {
    this.totals.set(reason, (this.totals.get(reason) ?? 0) + 1);
  }

  /** `attempt.source` is a network. */
  #count(attempt: RefusedAttempt, count: number): void {
    const counter = this.#counters.get(keyOf(attempt)) ?? this.#newCounter(attempt);
    counter.count += count;
  }

  #newCounter(attempt: RefusedAttempt): Counter {
    const isFull = this.#counters.size >= countersMax;
    const counted = isFull ? { ...attempt, source: 'others', tokenId: null, userId: undefined, route: undefined } : attempt;
    const counter = this.#counters.get(keyOf(counted)) ?? { ...counted, count: 0 };
    this.#counters.set(keyOf(counted), counter);
    return counter;
  }

  /**
   * Addresses are personal: they are sealed under the key of the person where one is known, and the others together under the key of the
   * day.
   */
  async #record(organizationId: string | null, counters: readonly Counter[]): Promise<void> {
    const at = this.clock.now().toISOString();
    const others: string[] = [];
    const attempts: Activity.RefusedAttempt[] = [];
    for (const { reason, tokenId, userId, source, route, count } of counters) {
      const personId = userId ?? this.#personOf(tokenId);
      const sealed = personId === null ? undefined : await this.#sealAddress(personId, source);
      if (personId === null) others.push(source);
      attempts.push({ reason, tokenId, count, ...(userId && { userId }), ...(sealed && { source: sealed }), ...(route && { route }) });
    }
    const sources = await this.personalData.seal(dayOf(at), { ...place, field: 'sources' }, JSON.stringify(others));
    const actor: Actor = { kind: 'system', id: 'api' };
    const origin = { actor, organizationId, correlationId: newId(), causationId: null, requestId: null };
    await this.activity.record({ type: 'AttemptsRefused', until: at, attempts, sources }, origin);
  }

  /**
   * The sealed source of a failed sign-in. It costs as many vault reads for an account that nobody has. Null once the person was erased.
   */
  async sealSource(userId: string | null, address: string): Promise<Sealed | null> {
    const day = dayOf(this.clock.now().toISOString());
    await this.personalData.seal(day, { ...place, field: 'ip' }, address);
    const subject = userId === null ? day : User.subjectOf(userId);
    return this.personalData.sealAskingVault(subject, { ...place, field: 'ip' }, address).catch(nullOnceErased);
  }

  /** Null once the person was erased. */
  #sealAddress(userId: string, address: string): Promise<Sealed | null> {
    return this.personalData.seal(User.subjectOf(userId), { ...place, field: 'source' }, address).catch(nullOnceErased);
  }

  #personOf(tokenId: string | null): string | null {
    const row = tokenId === null ? undefined : this.validity.tokens.byId(tokenId);
    return row?.ownerKind === 'user' ? row.ownerId : null;
  }
}

function nullOnceErased(error: unknown): null {
  if (error instanceof SubjectErased) return null;
  throw error;
}

/** The subject of personal data whose person is unknown. */
const dayOf = (at: string) => `day-${at.slice(0, 10)}`;

const keyOf = ({ reason, source, organizationId, tokenId, userId = '', route = '' }: RefusedAttempt) =>
  `${organizationId}|${reason}|${source}|${tokenId}|${userId}|${route}`;
