import { Injectable } from '@nestjs/common';
import { EventStore } from '#event-store/event-store';
import { ProjectionRunner } from '#worker/run-projections';

const catchUpMs = 1000;

/** Whether this process can answer: its log can be read and the read models follow it. */
@Injectable()
export class Readiness {
  constructor(
    private readonly store: EventStore,
    private readonly projections: ProjectionRunner,
  ) {}

  async isReady(): Promise<boolean> {
    const head = await this.store.head().catch(() => null);
    return head !== null && this.projections.reached(head, catchUpMs);
  }
}
