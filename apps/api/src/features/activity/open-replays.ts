import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '#event-store/clock';
import type { Caller } from '../../edge/authentication/caller.js';
import { RefusalWithRetry } from '../../edge/http/failure.js';

/** How many replays may be answered at a time. Each one reads the whole log if it is allowed to. */
const replaysMax = { credential: 2, person: 4, process: 8 } as const;
const retryAfterSeconds = 5;
/** A reader who has taken nothing for this long is gone, although the connection remains. */
const unreadMsMax = 30_000;
const lookEveryMs = 1000;

/** A replay that is being answered. */
export class OpenReplay {
  #unreadSinceMs: number | null = null;
  /** Breaks the answer off. */
  end: () => void = () => {};

  constructor(
    readonly credentialId: string,
    readonly personId: string,
    private readonly clock: Clock,
  ) {}

  /** Lines wait until the reader takes them. */
  waits(): void {
    this.#unreadSinceMs = this.clock.monotonicMs();
  }

  goesOn(): void {
    this.#unreadSinceMs = null;
  }

  get isUnread(): boolean {
    return this.#unreadSinceMs !== null && this.clock.monotonicMs() - this.#unreadSinceMs >= unreadMsMax;
  }

  get isWaiting(): boolean {
    return this.#unreadSinceMs !== null;
  }
}

/** Counts the replays that are being answered, and ends those that nobody reads. */
@Injectable()
export class OpenReplays implements OnModuleDestroy {
  readonly #open = new Set<OpenReplay>();
  readonly #timer = setInterval(() => this.endUnread(), lookEveryMs).unref();

  constructor(private readonly clock: Clock) {}

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** @throws Refusal activity/replays-in-progress */
  begin({ id: personId, token }: Caller): OpenReplay {
    const open = [...this.#open];
    const ofPerson = open.filter((replay) => replay.personId === personId);
    const ofCredential = ofPerson.filter(({ credentialId }) => credentialId === token.id);
    const isFull =
      open.length >= replaysMax.process || ofPerson.length >= replaysMax.person || ofCredential.length >= replaysMax.credential;
    if (isFull) throw new RefusalWithRetry('activity/replays-in-progress', retryAfterSeconds);
    const replay = new OpenReplay(token.id, personId, this.clock);
    this.#open.add(replay);
    return replay;
  }

  /** How many wait for their readers. */
  get unread(): number {
    return [...this.#open].filter(({ isWaiting }) => isWaiting).length;
  }

  over(replay: OpenReplay): void {
    this.#open.delete(replay);
  }

  endUnread(): void {
    for (const replay of this.#open) if (replay.isUnread) replay.end();
  }

  /** Called when the server stops: replays whose readers do not read would keep it from closing. */
  endWaiting(): void {
    for (const replay of this.#open) if (replay.isWaiting) replay.end();
  }
}
