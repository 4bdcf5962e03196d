import { Module } from '@nestjs/common';
import { LoginFormController } from './login-form.controller.js';
import { ConfirmSessionHandler, EndSessionHandler, SignInHandler } from './sessions.commands.js';
import { SessionsController } from './sessions.controller.js';
import { ListSessionsHandler } from './sessions.queries.js';

@Module({
  controllers: [SessionsController, LoginFormController],
  providers: [SignInHandler, ConfirmSessionHandler, EndSessionHandler, ListSessionsHandler],
})
export class SessionsModule {}
