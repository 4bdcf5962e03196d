import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { EventStore } from '#event-store/event-store';
import { ProjectionRunner } from '#worker/run-projections';
import { Public } from '../authentication/access.js';

@Controller('health')
export class HealthController {
  constructor(
    private readonly store: EventStore,
    private readonly projections: ProjectionRunner,
  ) {}

  /** The process is there. */
  @Get('live')
  @Public('Operations; strangers learn a status only.')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The process can answer: the log can be read and the read models follow it. */
  @Get('ready')
  @Public('Operations; strangers learn a status only.')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: 'ok' | 'not-ready' }> {
    const head = await this.store.head().catch(() => null);
    if (head !== null && (await this.projections.reached(head, 1000))) return { status: 'ok' };
    reply.status(503);
    return { status: 'not-ready' };
  }
}
