import { Injectable } from '@nestjs/common';
import { exportTypes } from '#domain/activity';
import type { Position, Recorded } from '#event-store/envelope';
import { EventStore } from '#event-store/event-store';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { positionText } from '../../edge/http/position.hook.js';
import { OpenedData } from './opened-data.js';

const pageEvents = 500;
/** Handed over at once: enough that each write is worth its cost, and little enough that it is one step of a turn. */
const chunkLengthMax = 64 * 1024;

/** Whose events they are, and whether what is sealed in them is opened beside it. */
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

/** Reads the log and writes lines of it, turn by turn. */
@Injectable()
export class ReplayLines {
  constructor(
    private readonly store: EventStore,
    private readonly validity: TokenValidity,
    private readonly openedData: OpenedData,
    private readonly turns: LongReadTurns,
  ) {}

  /** Some of what follows that place, read in one turn; nothing where the log ends. */
  async page(after: Position | null): Promise<Recorded[]> {
    await this.turns.next();
    return this.store.readAll(after, pageEvents, () => this.turns.isOver);
  }

  /**
   * The place before a page with anything for the organization but records of exports. Where there is none up to the end of the log,
   * or it `isOver` before, `isFound` is false and `at` is how far was looked.
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

  /** The lines of a page, as many together as are made in one turn. */
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
