import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import { Refusal } from '#domain/refusal';
import type { Role } from '#domain/role';
import type { Position, Recorded } from '#event-store/envelope';
import { EventStore } from '#event-store/event-store';
import { TokenValidity } from '#projections/token-validity';
import { administrators, overseers } from '../authentication/access.js';
import type { Caller } from '../authentication/caller.js';
import { CredentialVerifier } from '../authentication/credential-verifier.js';
import { positionOf, positionText } from '../http/position.hook.js';
import type { ReplayActivityRequest } from './activity.dto.js';
import { ActivityRecorder } from './activity-recorder.js';

const pageEvents = 500;
const followPollMs = 250;

/** Streams stored envelopes of the caller's organization, in log order, as one JSON text a line. */
@Injectable()
export class ActivityReplay implements OnModuleDestroy {
  #isClosing = false;

  constructor(
    private readonly store: EventStore,
    private readonly validity: TokenValidity,
    private readonly activity: ActivityRecorder,
    private readonly personalData: PersonalData,
    private readonly verifier: CredentialVerifier,
  ) {}

  /** Whoever follows the log would otherwise keep the server from closing. */
  onModuleDestroy(): void {
    this.#isClosing = true;
  }

  /** Records the export, then answers the lines; whoever reads slowly is waited for. */
  async lines(caller: Caller, request: ReplayActivityRequest, isGone: () => boolean): Promise<AsyncGenerator<string>> {
    const after = this.#afterOf(request.after);
    const opens = request.opened === 'true';
    if (opens && !administrators.includes(caller.role)) throw new Refusal('permission/denied');
    await this.activity.record({ type: 'ActivityExported', after: request.after ?? null }, caller.origin);
    const readers = opens ? administrators : overseers;
    // A row changes as the log goes on; this is the credential that asked.
    const { id, generation } = caller.token;
    const isOver = () => isGone() || this.#isClosing || !this.#mayStillRead(id, generation, readers);
    return this.#stream(caller.organizationId, after, { follows: request.follow === 'true', opens, isOver });
  }

  #afterOf(text: string | undefined): Position | null {
    if (text === undefined) return null;
    const position = positionOf(text, this.validity.logId);
    if (position === null) throw new Refusal('activity/position-invalid');
    return position;
  }

  /** A stream may outlast the credential that it was asked for with, and the role; it ends with either. */
  #mayStillRead(tokenId: string, generation: number, readers: readonly Role[]): boolean {
    const row = this.validity.tokens.byId(tokenId);
    if (row?.generation !== generation) return false;
    const verdict = this.verifier.judgeRow(row);
    return verdict.active && readers.includes(verdict.role);
  }

  async *#stream(
    organizationId: string,
    after: Position | null,
    { follows, opens, isOver }: { follows: boolean; opens: boolean; isOver: () => boolean },
  ): AsyncGenerator<string> {
    for (let position = after; !isOver(); ) {
      const page = await this.store.readAll(position, pageEvents);
      for (const recorded of page) {
        if (recorded.organizationId === organizationId) yield `${JSON.stringify(await this.#lineOf(recorded, opens))}\n`;
      }
      position = page.at(-1)?.position ?? position;
      if (page.length === pageEvents) continue;
      if (!follows) return;
      await new Promise((resolve) => setTimeout(resolve, followPollMs));
    }
    // Half of it must not look like all: the answer is broken off. Whoever follows expects no end.
    if (!follows) throw new Error('A replay was cut short: the server stops, or its reader may read no longer.');
  }

  async #lineOf(recorded: Recorded, opens: boolean): Promise<Record<string, unknown>> {
    const line = { ...recorded, position: positionText(this.validity.logId, recorded.position) };
    return opens ? { ...line, opened: await this.#opened(recorded) } : line;
  }

  /** What was sealed into the event and can still be read, where it stands in the event. */
  async #opened({ stream, data }: Recorded): Promise<Record<string, unknown>> {
    const place = stream.startsWith('activity-') ? 'activity' : stream;
    return (await this.#openIn(data, place, '')) as Record<string, unknown>;
  }

  async #openIn(value: unknown, stream: string, field: string): Promise<unknown> {
    if (typeof value === 'string') return value.startsWith('s1.') ? this.personalData.open(value, { stream, field }) : undefined;
    if (Array.isArray(value)) return Promise.all(value.map((each) => this.#openIn(each, stream, field)));
    if (value === null || typeof value !== 'object') return undefined;
    const members = Object.entries(value).map(async ([name, member]) => [name, await this.#openIn(member, stream, name)] as const);
    return Object.fromEntries((await Promise.all(members)).filter(([, member]) => hasOpened(member)));
  }
}

/** A list or an object in which nothing was sealed is left out. */
const hasOpened = (value: unknown): boolean => {
  if (value === null || typeof value !== 'object') return value !== undefined;
  return Object.values(value).some(hasOpened);
};
