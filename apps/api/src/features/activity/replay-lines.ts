import { Injectable } from '@nestjs/common';
import { exportTypes } from '#domain/activity';
import type { Position, Recorded } from '#event-store/envelope';
import { EventStore } from '#event-store/event-store';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { positionText } from '../../edge/http/position.hook.js';
import { OpenedData } from './opened-data.js';

const pageEvents = 500;
/** How much is written at once: enough that each write is worth its cost, and little enough to be one step of a turn. */
const chunkLengthMax = 64 * 1024;

/** Whose events they are, and whether sealed texts are opened beside them. */
interface Wanted {
  readonly organizationId: string;
  readonly opened: boolean;
}

/** Some lines that were made in one turn. */
export interface Chunk {
  readonly text: string;
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
      if (page.some((event) => event.organizationId === organizationId && !exportTypes.has(event.type))) return { isFound: true, at };
      if (page.length === 0) return { isFound: false, at };
      at = page[page.length - 1].position;
    }
    return { isFound: false, at: after };
  }

  /** The lines of a page, in pieces that are made in one turn each. */
  async *chunks(page: readonly Recorded[], { organizationId, opened }: Wanted): AsyncGenerator<Chunk> {
    let chunk: Chunk = { text: '', count: 0, lastPosition: '' };
    for (const recorded of page) {
      if (recorded.organizationId !== organizationId) continue;
      if (chunk.count > 0 && (this.turns.isOver || chunk.text.length > chunkLengthMax)) {
        yield chunk;
        chunk = { text: '', count: 0, lastPosition: '' };
      }
      if (this.turns.isOver) await this.turns.next();
      const lastPosition = positionText(this.validity.logId, recorded.position);
      const line = { ...recorded, position: lastPosition, ...(opened && { opened: await this.openedData.of(recorded) }) };
      chunk = { text: `${chunk.text}${JSON.stringify(line)}\n`, count: chunk.count + 1, lastPosition };
    }
    if (chunk.count > 0) yield chunk;
  }
}
