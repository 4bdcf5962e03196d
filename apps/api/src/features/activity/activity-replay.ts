import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Refusal } from '#domain/refusal';
import type { Role } from '#domain/role';
import type { Position } from '#event-store/envelope';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { administrators, overseers } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { positionOf } from '../../edge/http/position.hook.js';
import type { ReplayActivityRequest } from './activity.dto.js';
import { ActivityExports, type Export } from './activity-exports.js';
import { type OpenReplay, OpenReplays } from './open-replays.js';
import { ReplayLines } from './replay-lines.js';

const followPollMs = 250;

/** One replay, and how far it has got. */
interface Replay {
  readonly caller: Caller;
  readonly open: OpenReplay;
  readonly after: Position | null;
  readonly request: { readonly after: string | null; readonly opened: boolean; readonly follows: boolean };
  readonly gaps: boolean;
  readonly isOver: () => boolean;
  /** Null until there is something to give. */
  exported: Export | null;
  hasAll: boolean;
}

/** What is answered to a replay. */
export interface ReplayAnswer {
  readonly lines: Readable;
  /**
   * Whether events of others are left out between lines; null where lines say so themselves. Of what is still to come it is true: nobody
   * knows, and it must not be denied.
   */
  readonly isWithheld: boolean | null;
}

/** Streams the stored envelopes of the caller's organization, in log order, one JSON text a line. */
@Injectable()
export class ActivityReplay implements OnModuleDestroy {
  #isClosing = false;
  readonly #ending = new Set<Promise<void>>();

  constructor(
    private readonly validity: TokenValidity,
    private readonly exports: ActivityExports,
    private readonly replays: OpenReplays,
    private readonly replayLines: ReplayLines,
  ) {}

  /** A reader who follows the log would keep the server from closing. */
  async onModuleDestroy(): Promise<void> {
    this.#isClosing = true;
    this.replays.endWaiting();
    await Promise.all(this.#ending);
  }

  /**
   * Records the export, then answers the lines at the reader's pace. When there is nothing but records of exports, there are no lines and
   * no record.
   */
  async lines(caller: Caller, request: ReplayActivityRequest, isGone: () => boolean): Promise<ReplayAnswer> {
    const after = this.#afterOf(request.after);
    const opened = request.opened === 'true';
    if (opened && !administrators.includes(caller.role)) throw new Refusal('permission/denied');
    const readers = opened ? administrators : overseers;
    const isOver = () => isGone() || this.#isClosing || !mayStillRead(caller, readers);
    const asked = { after: request.after ?? null, opened, follows: request.follow === 'true' };
    const begun = { caller, open: this.replays.begin(caller), after, request: asked, isOver, exported: null, hasAll: false };
    const replay = { ...begun, gaps: request.gaps === 'true' };
    try {
      if (!asked.follows) return await this.#once(replay);
      return { lines: this.#answer(replay, this.#following(replay)), isWithheld: replay.gaps ? null : true };
    } catch (error) {
      await this.#end(replay);
      throw error;
    }
  }

  #afterOf(text: string | undefined): Position | null {
    if (text === undefined) return null;
    const position = positionOf(text, this.validity.logId);
    if (position === null) throw new Refusal('activity/position-invalid');
    return position;
  }

  #answer(replay: Replay, lines: AsyncGenerator<string>): Readable {
    const answer = Readable.from(lines);
    replay.open.end = () => answer.destroy(new Error('Nobody reads the replay.'));
    const ended = once(answer, 'close')
      .catch(() => {})
      .then(() => this.#end(replay))
      .finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
    return answer;
  }

  async #end({ caller, open, request, exported, hasAll }: Replay): Promise<void> {
    this.replays.over(open);
    if (exported) await this.exports.end(exported, hasAll);
    else if (request.follows) await this.exports.countPoll(caller);
  }

  /** Sends what there is now. When nothing is withheld, it ends where that was found out: what is written meanwhile may be of others. */
  async #once(replay: Replay): Promise<ReplayAnswer> {
    const { caller, after, isOver, gaps } = replay;
    const { isFound } = await this.replayLines.find(after, caller.organizationId, isOver);
    this.#requireGoingOn(replay);
    if (!isFound) {
      await this.exports.countPoll(caller);
      return { lines: this.#answer(replay, nothing()), isWithheld: gaps ? null : false };
    }
    await this.#begin(replay);
    if (gaps) return { lines: this.#answer(replay, this.#stream(replay)), isWithheld: null };
    const { isWithheld, upTo } = await this.replayLines.withheld(after, caller.organizationId, isOver);
    this.#requireGoingOn(replay);
    return { lines: this.#answer(replay, this.#stream(replay, upTo)), isWithheld };
  }

  #requireGoingOn({ isOver }: Replay): void {
    if (isOver()) throw new Refusal(this.#isClosing ? 'service/unavailable' : 'credential/invalid');
  }

  /** Sends what there is and what comes. Nothing is sent, and nothing recorded, before there is more than records of exports. */
  async *#following(replay: Replay): AsyncGenerator<string> {
    const { caller, isOver } = replay;
    for (let after = replay.after; !isOver(); await wait(followPollMs)) {
      const { isFound, at } = await this.replayLines.find(after, caller.organizationId, isOver);
      if (isFound) {
        await this.#begin(replay);
        return yield* this.#stream(replay);
      }
      after = at;
    }
  }

  async #begin(replay: Replay): Promise<void> {
    const { caller, request } = replay;
    replay.exported = await this.exports.begin(caller, { ...request, filter: null });
  }

  /** Up to that place, or, where it is null, to the end of the log. */
  async *#stream(replay: Replay, upTo: Position | null = null): AsyncGenerator<string> {
    const { caller, isOver, open, request, gaps } = replay;
    const { organizationId } = caller;
    const writing = { organizationId, opened: request.opened, gaps, lastPosition: request.after, isWithheldSince: false };
    for (let position = replay.after; !isOver(); ) {
      const page = (await this.replayLines.page(position)).filter((event) => upTo === null || event.position <= upTo);
      replay.hasAll = page.length === 0;
      for await (const { text, count, lastPosition } of this.replayLines.chunks(page, writing)) {
        if (isOver()) break;
        open.waits();
        yield text;
        open.goesOn();
        if (replay.exported) Object.assign(replay.exported, { count: replay.exported.count + count, lastPosition });
      }
      position = page.at(-1)?.position ?? position;
      if (page.length > 0) continue;
      if (!request.follows) return;
      await wait(followPollMs);
    }
    // An incomplete answer must not look complete, so the connection is broken off. A reader who follows expects no end.
    if (!request.follows) throw new Error('A replay was cut short: the server stops, or its reader may read no longer.');
  }
}

async function* nothing(): AsyncGenerator<string> {}

/**
 * An answer may outlast the credential and the role that it was asked for with. It ends with the token, with the expiry of the very access
 * token, with the key that signed it, and with the role.
 */
function mayStillRead(caller: Caller, readers: readonly Role[]): boolean {
  try {
    return readers.includes(caller.judgeAgain().role);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
