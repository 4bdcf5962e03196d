import { Controller, HttpCode, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Config } from '#installation/config';
import { Allow, everyone } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Summary } from '../../edge/openapi/summary.js';
import { signInPath } from '../../edge/pages/page-addresses.js';
import { clearSessionCookie } from './session-cookie.js';
import { EndSession } from './sessions.commands.js';

@Controller('user/logout')
export class SignOutFormController {
  constructor(
    private readonly commands: CommandBus,
    private readonly config: Config,
  ) {}

  @Summary('Signs out by form: the session that asks ends at once, and 302 to the sign-in page.')
  @Post()
  @HttpCode(302)
  @Allow({ roles: everyone, act: 'revoke', sessionOnly: true, beforePasswordChange: true })
  async signOut(@FromCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.commands.execute(new EndSession(caller, caller.token.id));
    clearSessionCookie(reply, this.config);
    reply.header('Location', this.config.basePath + signInPath);
  }
}
