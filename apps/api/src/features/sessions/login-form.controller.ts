import { Body, Controller, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';
import { Config } from '#installation/config';
import { Public } from '../../edge/authentication/access.js';
import { failureOf } from '../../edge/http/failure.js';
import { MayBeAbsent } from '../../edge/http/optional.js';
import { Summary } from '../../edge/openapi/summary.js';
import { htmlForm } from '../../edge/pages/html-form.js';
import { browserOf, setSessionCookies } from './session-cookie.js';
import { SignIn } from './sessions.commands.js';
import { SignInRequest } from './sessions.dto.js';

/** Label Studio's clients send a CSRF token of their own. The origin of the request is checked instead of it. */
export class LoginForm extends SignInRequest {
  @MayBeAbsent()
  @IsString()
  @Length(0, 256)
  readonly csrfmiddlewaretoken?: string;

  @MayBeAbsent()
  @IsString()
  @Length(0, 2048)
  readonly next?: string;
}

/** Where the form leads a person whose password somebody else chose. */
export const ownPasswordPath = '/user/password';

@Controller('user/login')
export class LoginFormController {
  constructor(
    private readonly commands: CommandBus,
    private readonly config: Config,
  ) {}

  @Summary('The sign-in page for people with a browser.')
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('X-Robots-Tag', 'noindex, nofollow')
  @Public('The sign-in page comes before any credential.')
  page(): string {
    return loginPage(null);
  }

  @Summary('Signs in by form: 302 to the start page, or the page again with what was wrong.')
  @Post()
  @HttpCode(302)
  @Public('Signing in needs no credential but the password.')
  async signIn(@Body() attempt: LoginForm, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      const signedIn = await this.commands.execute(new SignIn(attempt, browserOf(request, this.config), request.origin));
      setSessionCookies(reply, signedIn, this.config);
      const next = signedIn.passwordChangeRequired ? ownPasswordPath : '/docs';
      await reply.status(302).header('Location', next).send();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, detail, retryAfterSeconds } = failureOf(error);
      if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds));
      await reply.status(status).type('text/html; charset=utf-8').send(loginPage(detail));
    }
  }
}

/** `problem` is one of our own sentences, never a text that was typed. */
const loginPage = (problem: string | null) =>
  htmlForm(
    'Sign in',
    `<form method="post" action="/user/login/"><h1>Sign in to Keyledger</h1>
${problem ? `<p role="alert">${problem}</p>` : ''}
<label>E-mail address <input name="email" type="email" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button></form>`,
  );
