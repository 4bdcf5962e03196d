import { Module } from '@nestjs/common';
import { ConfirmSessionHandler } from './confirm-session.command.js';
import { LiveSessions } from './live-sessions.js';
import { LoginFormController } from './login-form.controller.js';
import { SessionBeginnings } from './session-beginnings.js';
import { EndSessionHandler, SignInHandler } from './sessions.commands.js';
import { SessionsController } from './sessions.controller.js';
import { ListSessionsHandler } from './sessions.queries.js';

@Module({
  controllers: [SessionsController, LoginFormController],
  providers: [SessionBeginnings, SignInHandler, ConfirmSessionHandler, EndSessionHandler, ListSessionsHandler, LiveSessions],
})
export class SessionsModule {}
