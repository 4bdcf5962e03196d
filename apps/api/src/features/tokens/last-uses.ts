import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PersonalData, SubjectErased } from '#credentials/personal-data';
import * as ServiceAccount from '#domain/service-account';
import * as User from '#domain/user';
import type { Clock } from '#event-store/clock';
import { type TokenUse, TokenUses } from '#installation/token-uses';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { TokenTable } from '#projections/token-validity/token-table';
import type { Announcements } from '../../edge/http/announcements.js';
import { PreviousUses } from './previous-uses.js';
import { type From, type RecentUse, RecentUses } from './recent-uses.js';

const flushMs = 300_000;
/** Sealing and storing this many takes about a millisecond, which is as long as a request may wait for it. */
const usesPerSlice = 50;
const pauseMs = 50;
const userAgentLengthMax = 200;

/** What binds a sealed source to its token. */
const placeOf = (tokenId: string) => ({ stream: `token-${tokenId}`, field: 'lastUse' });

export const fromOf = ({ ip, headers }: FastifyRequest): From => ({ ip, userAgent: headers['user-agent'] });

/**
 * Remembers when each token was last used: in memory, and every five minutes in a table. A use is never an event, and no request waits for
 * it.
 */
@Injectable()
export class LastUses implements OnModuleDestroy {
  readonly #recent = new RecentUses();
  readonly #previous = new PreviousUses();
  #flushed: Promise<void> = Promise.resolve();
  #isFlushing = false;
  #isClosing = false;
  readonly #timer = setInterval(() => {
    if (!this.#isFlushing) void this.flush().catch(() => {});
  }, flushMs).unref();

  constructor(
    private readonly tokens: Pick<TokenTable, 'byId' | 'at'>,
    private readonly stored: Omit<TokenUses, 'close'>,
    private readonly personalData: Pick<PersonalData, 'seal' | 'open'>,
  ) {}

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    this.#isClosing = true;
    await this.flush();
  }

  listenTo({ admitted }: Announcements, clock: Clock): void {
    admitted.subscribe(({ token, generation }, request) => this.note(token, clock.now().getTime(), () => fromOf(request), generation));
  }

  /** `generation` is that of the credential that was presented, or that it was made from. */
  note({ row, generation: newest }: TokenRow, atMs: number, from: () => From, generation: number | null = newest): void {
    this.#recent.note(row, atMs, from);
    if (generation !== null && generation !== newest) this.#previous.note(row, { generation, atMs });
  }

  /** Remembers when the credential that an overlap keeps good was last used: from now on, the token's last use is that of either one. */
  noteReplaced(tokenId: string, lastUsedAt: string | null): void {
    const token = this.tokens.byId(tokenId);
    const previous = token?.previous;
    if (previous && lastUsedAt !== null) this.#previous.note(token.row, { generation: previous.generation, atMs: Date.parse(lastUsedAt) });
  }

  /** When the generation before the newest was last used; null where there is none, and where that is not known. */
  previousUsedAt({ id, row, generation: newest, previous }: TokenRow): string | null {
    if (!previous) return null;
    const generation = newest - 1;
    const atMs = this.#previous.atMs(row, generation);
    return atMs === undefined ? this.stored.previousUsedAt(id, generation) : new Date(atMs).toISOString();
  }

  usedAt(tokenId: string): string | null {
    const row = this.tokens.byId(tokenId)?.row ?? -1;
    const atMs = this.#recent.atMs(row);
    return atMs === undefined ? this.stored.usedAt(tokenId) : new Date(atMs).toISOString();
  }

  /** Where the newest use came from whose source is known; null for an unused token, and once its owner was erased. */
  async source(tokenId: string): Promise<From | null> {
    const recent = this.#recent.from(this.tokens.byId(tokenId)?.row ?? -1);
    if (recent) return recent;
    const sealed = this.stored.lastUse(tokenId)?.from;
    const text = sealed ? await this.personalData.open(sealed, placeOf(tokenId)) : null;
    return text === null ? null : (JSON.parse(text) as From);
  }

  /** Stores the noted uses in small slices. A slice that cannot be stored is kept for the next time. */
  flush(): Promise<void> {
    this.#flushed = this.#flushed.catch(() => {}).then(() => this.#storeAll());
    return this.#flushed;
  }

  async #storeAll(): Promise<void> {
    this.#isFlushing = true;
    try {
      await this.#storeRecent();
      await this.#storePrevious();
    } finally {
      this.#isFlushing = false;
    }
  }

  async #storePrevious(): Promise<void> {
    for (let slice = this.#previous.take(usesPerSlice); slice.length > 0; slice = this.#previous.take(usesPerSlice)) {
      try {
        this.stored.recordPrevious(
          slice.map(({ row, generation, atMs }) => ({ tokenId: this.tokens.at(row).id, generation, usedAt: new Date(atMs).toISOString() })),
        );
      } catch (error) {
        this.#previous.putBack(slice);
        throw error;
      }
      if (!this.#isClosing) await wait(pauseMs);
    }
  }

  async #storeRecent(): Promise<void> {
    let slice: RecentUse[] = [];
    try {
      for (let row = 0; ; row = slice[slice.length - 1].row + 1) {
        slice = this.#recent.take(row, usesPerSlice);
        if (slice.length === 0) return;
        this.stored.record(await Promise.all(slice.map((use) => this.#sealed(use))));
        if (!this.#isClosing) await wait(pauseMs);
      }
    } catch (error) {
      this.#recent.putBack(slice);
      throw error;
    }
  }

  async #sealed({ row, from }: RecentUse): Promise<TokenUse> {
    const token = this.tokens.at(row);
    const atMs = this.#recent.atMs(row) as number;
    return { tokenId: token.id, usedAt: new Date(atMs).toISOString(), from: await this.#seal(token, from) };
  }

  async #seal({ id, ownerKind, ownerId }: TokenRow, { ip, userAgent }: From): Promise<string | null> {
    const subject = ownerKind === 'user' ? User.subjectOf(ownerId) : ServiceAccount.subjectOf(ownerId);
    const text = JSON.stringify({ ip, userAgent: userAgent?.slice(0, userAgentLengthMax) });
    try {
      return await this.personalData.seal(subject, { ...placeOf(id), schemaVersion: 1 }, text);
    } catch (error) {
      if (error instanceof SubjectErased) return null;
      throw error;
    }
  }
}
