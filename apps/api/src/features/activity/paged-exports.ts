import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { exportTypes } from '#domain/activity';
import { Clock } from '#event-store/clock';
import type { Caller } from '../../edge/authentication/caller.js';
import type { Page } from '../../edge/http/page-request.js';
import type { ListActivityRequest } from './activity.dto.js';

import { ActivityExports, type Export } from './activity-exports.js';
import type { ActivityView } from './activity-view.js';

/** Nobody asks for the next page any more. */
const abandonedMs = 600_000;
const lookEveryMs = 60_000;
const openMax = 1000;

interface Open {
  readonly export: Export;
  readonly sinceMs: number;
}

/** Exports that are asked for page by page: one record before the first page and one after the last, however many pages there are. */
@Injectable()
export class PagedExports implements OnModuleDestroy {
  /** Keyed by caller and the cursor of the next page, in the order of the requests. */
  readonly #open = new Map<string, Open>();
  readonly #timer = setInterval(() => void this.endAbandoned(), lookEveryMs).unref();

  constructor(
    private readonly exports: ActivityExports,
    private readonly clock: Clock,
  ) {}

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#endBefore(Number.POSITIVE_INFINITY);
  }

  /** Records what must be recorded before the page is given. A poll that would get nothing but records of exports gets nothing. */
  async record(caller: Caller, request: ListActivityRequest, page: Page<ActivityView>): Promise<Page<ActivityView>> {
    const isOfExports = (request.type ?? []).some((type) => exportTypes.has(type));
    const isPoll = !isOfExports && page.nextCursor === null && page.items.every(({ type }) => exportTypes.has(type));
    const begun = this.#resume(keyOf(caller, request.cursor ?? null));
    if (!begun && isPoll) {
      await this.exports.countPoll(caller);
      return { items: [], nextCursor: null };
    }
    const open = begun ?? (await this.#begin(caller, request));
    open.count += page.items.length;
    open.lastPosition = page.items.at(-1)?.position ?? open.lastPosition;
    if (page.nextCursor === null) await this.exports.end(open, true);
    else this.#open.set(keyOf(caller, page.nextCursor), { export: open, sinceMs: this.clock.monotonicMs() });
    if (this.#open.size > openMax) await this.#endBefore([...this.#open.values()][0].sinceMs + 1);
    return page;
  }

  endAbandoned(): Promise<void> {
    return this.#endBefore(this.clock.monotonicMs() - abandonedMs);
  }

  #begin(caller: Caller, request: ListActivityRequest): Promise<Export> {
    const { scope, actor, subject, credential, type: types, requestId, q, from, to, cursor, expand } = request;
    const times = { ...(from && { from: new Date(from).toISOString() }), ...(to && { to: new Date(to).toISOString() }) };
    const filter = {
      ...(scope && { scope }),
      ...(actor && { actor }),
      ...(subject && { subject }),
      ...(credential && { credential }),
      ...(types && (types.length === 1 ? { type: types[0] } : { types })),
      ...(requestId && { requestId }),
      ...(q && { q }),
      ...times,
    };
    // Newest first. The list ends at the cursor, where an earlier process gave the pages before.
    return this.exports.begin(caller, { after: cursor ?? null, filter, opened: expand === 'names', follows: false });
  }

  #resume(key: string): Export | null {
    const open = this.#open.get(key);
    this.#open.delete(key);
    return open?.export ?? null;
  }

  async #endBefore(ms: number): Promise<void> {
    for (const [key, { export: open, sinceMs }] of this.#open) {
      if (sinceMs >= ms) return;
      this.#open.delete(key);
      await this.exports.end(open, false);
    }
  }
}

const keyOf = ({ token }: Caller, cursor: string | null) => `${token.id} ${cursor}`;
