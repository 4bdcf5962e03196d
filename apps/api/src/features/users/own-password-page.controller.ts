import { Body, Controller, Get, Header, HttpCode, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Refusal } from '#domain/refusal';
import { Allow, everyone, Public } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { failureOf } from '../../edge/http/failure.js';
import { Summary } from '../../edge/openapi/summary.js';
import { htmlForm } from '../../edge/pages/html-form.js';
import { ownPasswordPath } from '../sessions/login-form.controller.js';
import { ChangeOwnPassword } from './password.commands.js';
import { ChangePasswordRequest } from './users.dto.js';

@Controller('user/password')
export class OwnPasswordPageController {
  constructor(private readonly commands: CommandBus) {}

  @Summary('The page on which a person who is signed in chooses another password.')
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('X-Robots-Tag', 'noindex, nofollow')
  @Public('It is the same for everybody.')
  page(): string {
    return ownPasswordPage(null);
  }

  @Summary("Changes the caller's password by form: 302 to the start page, or the page again with what was wrong.")
  @Post()
  @HttpCode(302)
  @Allow({ roles: everyone, act: 'revoke', sessionOnly: true, beforePasswordChange: true })
  async change(@FromCaller() caller: Caller, @Body() passwords: ChangePasswordRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      await this.commands.execute(new ChangeOwnPassword(caller, passwords));
      await reply.status(302).header('Location', '/docs').send();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, detail, retryAfterSeconds } = failureOf(error);
      if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds));
      await reply.status(status).type('text/html; charset=utf-8').send(ownPasswordPage(detail));
    }
  }
}

/** `problem` is one of our own sentences, never a text that was typed. */
const ownPasswordPage = (problem: string | null) =>
  htmlForm(
    'Your own password',
    `<form method="post" action="${ownPasswordPath}"><h1>Choose your own password</h1>
<p>Somebody else chose the present one, so it opens nothing but this page.</p>
${problem ? `<p role="alert">${problem}</p>` : ''}
<label>Present password <input name="currentPassword" type="password" autocomplete="current-password" required autofocus></label>
<label>New password
<input name="newPassword" type="password" autocomplete="new-password" minlength="15" maxlength="1024" required>
<small>At least 15 characters, and not a common one.</small></label>
<button>Set password</button></form>`,
  );
