import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '#installation/config';
import { Allow, everyone, PublicSignIn } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Page, PageRequest } from '../../edge/http/page-request.js';
import { Returns } from '../../edge/http/returns.js';
import { Summary } from '../../edge/openapi/summary.js';
import { ConfirmSession } from './confirm-session.command.js';
import { EndedSessions, EndOtherSessions } from './end-other-sessions.command.js';
import { browserOf, clearSessionCookie, setSessionCookie, setSessionCookies } from './session-cookie.js';
import { EndSession, SignIn } from './sessions.commands.js';
import { ConfirmSessionRequest, EndSessionsRequest, SignInRequest } from './sessions.dto.js';
import { BegunSession, CurrentSessionView, DescribeCurrentSession, ListSessions, SessionView } from './sessions.queries.js';

@Controller('v1/sessions')
export class SessionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly config: Config,
  ) {}

  @Summary('Signs a person in: 201 and the session cookie.')
  @Post()
  @Returns(BegunSession)
  @PublicSignIn('Signing in needs no credential but the password.')
  async signIn(
    @Body() attempt: SignInRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BegunSession> {
    const signedIn = await this.commands.execute(new SignIn(attempt, browserOf(request, this.config), request.origin));
    setSessionCookies(reply, signedIn, this.config);
    const { sessionId: id, userId, expiresAt, passwordChangeRequired } = signedIn;
    return { id, userId, expiresAt, ...(passwordChangeRequired && { passwordChangeRequired }) };
  }

  @Summary("Lists the caller's sessions that are not over, newest first.")
  @Get()
  @Returns(Page(SessionView))
  @Allow({ roles: everyone, act: 'read', usersOnly: true })
  list(@FromCaller() caller: Caller, @Query() page: PageRequest): Promise<Page<SessionView>> {
    return this.queries.execute(new ListSessions(caller, page));
  }

  @Summary('The session that asks: who is signed in, and when each of its limits is reached.')
  @Get('current')
  @Returns(CurrentSessionView)
  @Allow({ roles: everyone, act: 'read', sessionOnly: true, beforePasswordChange: true })
  current(@FromCaller() caller: Caller): Promise<CurrentSessionView> {
    return this.queries.execute(new DescribeCurrentSession(caller));
  }

  @Summary('Ends every session of the caller but the one that asks, and says how many.')
  @Delete()
  @Returns(EndedSessions)
  @Allow({ roles: everyone, act: 'revoke', usersOnly: true })
  endOthers(@FromCaller() caller: Caller, @Query() request: EndSessionsRequest): Promise<EndedSessions> {
    return this.commands.execute(new EndOtherSessions(caller, request));
  }

  @Summary('Signs out: the session that asks ends at once.')
  @Delete('current')
  @HttpCode(204)
  @Allow({ roles: everyone, act: 'revoke', sessionOnly: true, beforePasswordChange: true })
  async signOut(@FromCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.commands.execute(new EndSession(caller, caller.token.id));
    clearSessionCookie(reply, this.config);
  }

  @Summary('Checks the password again: for 15 minutes this session, with a new secret in its cookie, may do what grants rights.')
  @Post('current/confirm')
  @HttpCode(204)
  @Allow({ roles: everyone, act: 'revoke', sessionOnly: true })
  async confirm(
    @FromCaller() caller: Caller,
    @Body() proof: ConfirmSessionRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    setSessionCookie(reply, await this.commands.execute(new ConfirmSession(caller, proof)), this.config);
  }

  @Summary('Ends another session of the caller.')
  @Delete(':id')
  @HttpCode(204)
  @Allow({ roles: everyone, act: 'revoke', usersOnly: true })
  async end(@FromCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.commands.execute(new EndSession(caller, id));
  }
}
