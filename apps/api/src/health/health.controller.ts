import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../authentication/access.js';
import { Summary } from '../openapi/summary.js';
import { Readiness } from './readiness.js';

@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Summary('The process is there.')
  @Get('live')
  @Public('Operations; strangers learn a status only.')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Summary('The process can answer: the log can be read and the read models follow it.')
  @Get('ready')
  @Public('Operations; strangers learn a status only.')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: 'ok' | 'not-ready' }> {
    const isReady = await this.readiness.isReady();
    reply.status(isReady ? 200 : 503);
    return { status: isReady ? 'ok' : 'not-ready' };
  }
}
