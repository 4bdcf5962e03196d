import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { ConfirmSessionHandler } from './confirm-session.command.js';
import { DeviceCookies } from './device-cookies.js';
import { EndOtherSessionsHandler } from './end-other-sessions.command.js';
import { LiveSessions } from './live-sessions.js';
import { LoginFormController } from './login-form.controller.js';
import { PasswordAttempts } from './password-attempts.js';
import { SessionBeginnings } from './session-beginnings.js';
import { EndSessionHandler, SignInHandler } from './sessions.commands.js';
import { SessionsController } from './sessions.controller.js';
import { DescribeCurrentSessionHandler, ListSessionsHandler } from './sessions.queries.js';
import { SignOutFormController } from './sign-out-form.controller.js';
import { SignedInBrowsers } from './signed-in-browsers.js';

@Module({
  imports: [TokensModule],
  controllers: [SessionsController, LoginFormController, SignOutFormController],
  providers: [
    SessionBeginnings,
    SignInHandler,
    ConfirmSessionHandler,
    EndSessionHandler,
    EndOtherSessionsHandler,
    DescribeCurrentSessionHandler,
    ListSessionsHandler,
    LiveSessions,
    DeviceCookies,
    PasswordAttempts,
    SignedInBrowsers,
  ],
  exports: [DeviceCookies, LiveSessions, PasswordAttempts, SignedInBrowsers],
})
export class SessionsModule {}
