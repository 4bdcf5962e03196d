import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { PersonalData } from '#credentials/personal-data';
import type * as Activity from '#domain/activity';
import * as ServiceAccount from '#domain/service-account';
import * as User from '#domain/user';
import { Clock } from '#event-store/clock';
import { aside, type Origin } from '#event-store/origin';
import type { Caller } from '../../edge/authentication/caller.js';

import { ActivityRecorder } from './activity-recorder.js';

const pollsFlushMs = 3_600_000;
/** When more credentials than this poll, the counts so far are recorded before the hour is over. */
const pollersMax = 1000;

/** An export as it goes on. */
export interface Export {
  readonly id: string;
  readonly origin: Origin;
  count: number;
  lastPosition: string | null;
}

/** As it was typed. */
type TypedFilter = Omit<Activity.ExportFilter, 'q'> & { readonly q?: string };

type BegunExport = Omit<Extract<Activity.Event, { type: 'ActivityExported' }>, 'type' | 'filter'> & { readonly filter: TypedFilter | null };

interface Polls {
  readonly origin: Origin;
  readonly from: string;
  count: number;
}

/** Records who reads the log, before the first line and after the last. Polls that are repeated too early are only counted. */
@Injectable()
export class ActivityExports implements OnModuleDestroy {
  #polls = new Map<string, Polls>();
  readonly #timer = setInterval(() => void this.flush().catch(() => {}), pollsFlushMs).unref();

  constructor(
    private readonly activity: ActivityRecorder,
    private readonly personalData: PersonalData,
    private readonly clock: Clock,
  ) {}

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush().catch(() => {});
  }

  /** Resolves when the beginning of the export is durable. */
  async begin(caller: Caller, what: BegunExport): Promise<Export> {
    const filter = what.filter && (await this.#recordable(what.filter, caller));
    const id = await this.activity.record({ type: 'ActivityExported', ...what, filter }, caller.origin);
    return { id, origin: aside(caller.origin, { causationId: id }), count: 0, lastPosition: null };
  }

  /**
   * The reader is not told that this record failed: the lines were given, and an auditor who looks for the record finds that it is missing.
   */
  async end({ id: exportId, origin, count, lastPosition }: Export, complete: boolean): Promise<void> {
    await this.activity.record({ type: 'ActivityExportEnded', exportId, count, lastPosition, complete }, origin).catch(() => {});
  }

  /** A poll was given nothing, because there was nothing but records of exports. */
  async countPoll({ token, origin }: Caller): Promise<void> {
    const polls = this.#polls.get(token.id) ?? { origin: aside(origin), from: this.clock.nowText(), count: 0 };
    polls.count += 1;
    this.#polls.set(token.id, polls);
    if (this.#polls.size >= pollersMax) await this.flush();
  }

  /** What cannot be recorded now is counted on. */
  async flush(): Promise<void> {
    const polls = this.#polls;
    this.#polls = new Map();
    const until = this.clock.nowText();
    for (const [credentialId, { origin, from, count }] of polls) {
      await this.activity.record({ type: 'ActivityPolled', count, from, until }, origin).catch(() => {
        const since = this.#polls.get(credentialId);
        this.#polls.set(credentialId, { origin, from, count: count + (since?.count ?? 0) });
      });
    }
  }

  /** A text that was typed in place of an id, or to search for, may be anything, a name or an address included. */
  async #recordable({ q, ...filter }: TypedFilter, caller: Caller): Promise<Activity.ExportFilter> {
    const { actor, subject } = filter;
    return {
      ...filter,
      ...(actor !== undefined && !isUuid(actor) && { actor: await this.#seal(caller, 'actor', actor) }),
      ...(subject !== undefined && !isUuid(subject) && { subject: await this.#seal(caller, 'subject', subject) }),
      ...(q !== undefined && { q: await this.#seal(caller, 'q', q) }),
    };
  }

  #seal({ kind, id }: Caller, field: string, text: string) {
    const subject = kind === 'user' ? User.subjectOf(id) : ServiceAccount.subjectOf(id);
    return this.personalData.seal(subject, { stream: 'activity', field, schemaVersion: 1 }, text);
  }
}
