import { Injectable } from '@nestjs/common';
import { exportTypes } from '#domain/activity';
import { isOfInstallation } from '#domain/installation';
import type { Position, Recorded } from '#event-store/envelope';
import { EventStore } from '#event-store/event-store';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { positionText } from '../../edge/http/position.hook.js';
import { OpenedData } from './opened-data.js';

const pageEvents = 500;
/** How much is written at once: enough that each write is worth its cost, and little enough to be one step of a turn. */
const chunkLengthMax = 64 * 1024;

/** What is to be written of the events that the organization may read, and how far that has got. */
export interface Writing {
  readonly organizationId: string;
  /** Whether what is sealed in them is opened beside it. */
  readonly opened: boolean;
  /** Whether a line says where events of others are left out between two of them. */
  readonly gaps: boolean;
  /** The place of the last line, or that from which was asked; null at the beginning of the log. */
  lastPosition: string | null;
  /** Whether events of others have been left out since. */
  isWithheldSince: boolean;
}

/** Some lines that were made in one turn. */
export interface Chunk {
  readonly text: string;
  /** Of events: lines that say where others are left out do not count. */
  readonly count: number;
  readonly lastPosition: string;
}

/** Reads the log and writes its lines, turn by turn. */
@Injectable()
export class ReplayLines {
  constructor(
    private readonly store: EventStore,
    private readonly validity: TokenValidity,
    private readonly openedData: OpenedData,
    private readonly turns: LongReadTurns,
  ) {}

  /** Some of the events after that position, read in one turn; nothing at the end of the log. */
  async page(after: Position | null): Promise<Recorded[]> {
    await this.turns.next();
    return this.store.readAll(after, pageEvents, () => this.turns.isOver);
  }

  /**
   * The position before a page that has more for the organization than records of exports. `isFound` is false when there is none up to the
   * end of the log, or when `isOver` said so earlier; `at` is then how far the search got.
   */
  async find(after: Position | null, organizationId: string, isOver: () => boolean): Promise<{ isFound: boolean; at: Position | null }> {
    for (let at = after; !isOver(); ) {
      const page = await this.page(at);
      if (page.some((event) => mayRead(event, organizationId) && !exportTypes.has(event.type))) return { isFound: true, at };
      if (page.length === 0) return { isFound: false, at };
      at = page[page.length - 1].position;
    }
    return { isFound: false, at: after };
  }

  /**
   * Whether events of others lie between that place and one that the organization may read, or between two of these; and the place up to
   * which that was looked for, null where it was found before the end of the log. What comes later must not be told beside such an answer.
   */
  async withheld(
    after: Position | null,
    organizationId: string,
    isOver: () => boolean,
  ): Promise<{ isWithheld: boolean; upTo: Position | null }> {
    let isLeftOut = false;
    let at = after;
    while (!isOver()) {
      const page = await this.page(at);
      if (page.length === 0) break;
      for (const event of page) {
        const isOwn = mayRead(event, organizationId);
        if (isOwn && isLeftOut) return { isWithheld: true, upTo: null };
        isLeftOut ||= !isOwn;
      }
      at = page[page.length - 1].position;
    }
    return { isWithheld: false, upTo: at };
  }

  /** The lines of a page, in pieces that are made in one turn each. */
  async *chunks(page: readonly Recorded[], writing: Writing): AsyncGenerator<Chunk> {
    let chunk: Chunk = { text: '', count: 0, lastPosition: '' };
    for (const recorded of page) {
      if (!mayRead(recorded, writing.organizationId)) {
        writing.isWithheldSince = true;
        continue;
      }
      if (chunk.count > 0 && (this.turns.isOver || chunk.text.length > chunkLengthMax)) {
        yield chunk;
        chunk = { text: '', count: 0, lastPosition: '' };
      }
      if (this.turns.isOver) await this.turns.next();
      const text = await this.#linesOf(recorded, writing);
      chunk = { text: chunk.text + text, count: chunk.count + 1, lastPosition: writing.lastPosition ?? '' };
    }
    if (chunk.count > 0) yield chunk;
  }

  /** Of one event, and before it of what was left out since the one before. */
  async #linesOf(recorded: Recorded, writing: Writing): Promise<string> {
    const position = positionText(this.validity.logId, recorded.position);
    const gap = { withheld: true, from: writing.lastPosition, to: position };
    const isGap = writing.gaps && writing.isWithheldSince;
    Object.assign(writing, { lastPosition: position, isWithheldSince: false });
    const line = { ...recorded, position, ...(writing.opened && { opened: await this.openedData.of(recorded) }) };
    return `${isGap ? `${JSON.stringify(gap)}\n` : ''}${JSON.stringify(line)}\n`;
  }
}

/** What happened in the organization, and to the installation. */
const mayRead = (event: Recorded, organizationId: string) => event.organizationId === organizationId || isOfInstallation(event);
