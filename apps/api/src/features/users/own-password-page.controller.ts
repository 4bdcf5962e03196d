import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Config } from '#installation/config';
import { Allow, everyone, Public } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import type { Failure } from '../../edge/http/failure.js';
import { Summary } from '../../edge/openapi/summary.js';
import { html } from '../../edge/pages/html.js';
import { passwordField, problemIn, TakesForm } from '../../edge/pages/html-form.js';
import { AnswersPage, htmlPage } from '../../edge/pages/html-page.js';
import { homePath, ownPasswordPath, signInAt } from '../../edge/pages/page-addresses.js';
import { ChangeOwnPassword } from './password.commands.js';
import { ChangePasswordRequest } from './users.dto.js';

@Controller('user/password')
export class OwnPasswordPageController {
  constructor(
    private readonly commands: CommandBus,
    private readonly config: Config,
  ) {}

  @Summary('The page on which a person who is signed in chooses another password.')
  @Get()
  @AnswersPage()
  @Public('It is the same for everybody.')
  page(): string {
    return ownPasswordPage(null, this.config.basePath);
  }

  @Summary("Changes the caller's password by form: 302 to the start page, or the page again with what was wrong.")
  @Post()
  @HttpCode(302)
  @TakesForm(({ failure, basePath }) => ownPasswordPage(failure, basePath))
  @Allow({ roles: everyone, act: 'revoke', sessionOnly: true, beforePasswordChange: true })
  async change(
    @FromCaller() caller: Caller,
    @Body() passwords: ChangePasswordRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.commands.execute(new ChangeOwnPassword(caller, passwords));
    reply.header('Location', this.config.basePath + homePath(this.config));
  }
}

/** In the words of the form, where those of the API speak of routes and credentials. */
function sentenceOf({ status, code }: Failure): string | undefined {
  if (status === 401) return 'You are not signed in any more.';
  return code === 'request/invalid' ? 'Enter your present password and a new one.' : undefined;
}

function ownPasswordPage(failure: Failure | null, basePath: string): string {
  const signIn = html`<p><a href="${basePath}${signInAt(ownPasswordPath)}">Sign in again</a></p>`;
  const main = html`<div class="card"><h1>Choose your own password</h1>
<p>If somebody else chose the present one, it opens nothing until you have chosen another.</p>
${problemIn(failure, failure ? sentenceOf(failure) : undefined)}
${failure?.status === 401 ? signIn : null}
<form method="post" action="${basePath}${ownPasswordPath}">
${passwordField({ label: 'Present password', name: 'currentPassword', autocomplete: 'current-password', isFirst: true })}
${passwordField({ label: 'New password', name: 'newPassword', autocomplete: 'new-password' })}
<button>Set password</button></form></div>`;
  return htmlPage({ title: 'Your own password', main, basePath, layout: 'small', hasScript: true });
}
