import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '#installation/config';
import { Public, PublicSignIn } from '../../edge/authentication/access.js';
import { MayBeAbsent } from '../../edge/http/optional.js';
import { Summary } from '../../edge/openapi/summary.js';
import { enteredText, TakesForm } from '../../edge/pages/html-form.js';
import { AnswersPage } from '../../edge/pages/html-page.js';
import { homePath, ownPage, ownPasswordPath } from '../../edge/pages/page-addresses.js';
import { loginPage } from './login-page.js';
import { browserOf, setSessionCookies } from './session-cookie.js';
import { SignIn } from './sessions.commands.js';
import { SignInRequest } from './sessions.dto.js';
import { SignedInBrowsers } from './signed-in-browsers.js';

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

export class LoginPageRequest {
  /** The page to which signing in leads, as a path below the public URL. Whatever is no page of this server is ignored. */
  @MayBeAbsent()
  @IsString()
  @Length(0, 2048)
  readonly next?: string;
}

@Controller('user/login')
export class LoginFormController {
  constructor(
    private readonly commands: CommandBus,
    private readonly config: Config,
    private readonly signedIn: SignedInBrowsers,
  ) {}

  @Summary('The sign-in page for people with a browser; 302 to the start page, or to `next`, for those who are signed in.')
  @Get()
  @AnswersPage()
  @Public('The sign-in page comes before any credential.')
  page(@Query() { next }: LoginPageRequest, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    const { basePath } = this.config;
    if (!this.signedIn.includes(request)) return loginPage({ failure: null, email: '', next, basePath });
    reply.status(302).header('Location', basePath + (ownPage(next) ?? homePath(this.config)));
    return '';
  }

  @Summary('Signs in by form: 302 to the start page, or to `next`, or the page again with what was wrong.')
  @Post()
  @HttpCode(302)
  @TakesForm(({ failure, entered, basePath }) =>
    loginPage({ failure, email: enteredText(entered, 'email'), next: enteredText(entered, 'next'), basePath }),
  )
  @PublicSignIn('Signing in needs no credential but the password.')
  async signIn(@Body() form: LoginForm, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { csrfmiddlewaretoken: _, next, ...attempt } = form;
    const signedIn = await this.commands.execute(new SignIn(attempt, browserOf(request, this.config), request.origin));
    setSessionCookies(reply, signedIn, this.config);
    const page = signedIn.passwordChangeRequired ? ownPasswordPath : (ownPage(next) ?? homePath(this.config));
    reply.header('Location', this.config.basePath + page);
  }
}
