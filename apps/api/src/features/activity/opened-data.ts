import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import type { Recorded } from '#event-store/envelope';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';

/** Opens the sealed texts of events. One event may hold hundreds of them, so opening takes turns, too. */
@Injectable()
export class OpenedData {
  constructor(
    private readonly personalData: PersonalData,
    private readonly turns: LongReadTurns,
  ) {}

  /** The sealed texts of the event that can still be opened, at their places in the event. */
  async of({ stream, data }: Recorded): Promise<Record<string, unknown>> {
    const place = stream.startsWith('activity-') ? 'activity' : stream;
    return ((await this.#openIn(data, place, '')) ?? {}) as Record<string, unknown>;
  }

  async #openIn(value: unknown, stream: string, field: string): Promise<unknown> {
    if (typeof value === 'string') return value.startsWith('s1.') ? this.#open(value, stream, field) : undefined;
    if (Array.isArray(value)) return this.#openEach(value, stream, field);
    if (value === null || typeof value !== 'object') return undefined;
    const opened: [string, unknown][] = [];
    for (const [name, member] of Object.entries(value)) {
      const nested = await this.#openIn(member, stream, name);
      if (hasOpened(nested)) opened.push([name, nested]);
    }
    return Object.fromEntries(opened);
  }

  async #openEach(values: readonly unknown[], stream: string, field: string): Promise<unknown[]> {
    const opened: unknown[] = [];
    for (const value of values) opened.push(await this.#openIn(value, stream, field));
    return opened;
  }

  async #open(sealed: string, stream: string, field: string): Promise<string | null> {
    if (this.turns.isOver) await this.turns.next();
    return this.personalData.open(sealed, { stream, field });
  }
}

/** A list or an object without sealed texts is left out. */
const hasOpened = (value: unknown): boolean => {
  if (value === null || typeof value !== 'object') return value !== undefined;
  return Object.values(value).some(hasOpened);
};
