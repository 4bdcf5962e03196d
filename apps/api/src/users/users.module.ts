import { Module } from '@nestjs/common';
import { ChangeMemberRoleHandler } from './change-member-role.command.js';
import { DeactivateMemberHandler } from './deactivate-member.command.js';
import { DisableUserHandler, EnableUserHandler } from './disable-user.command.js';
import { ErasePersonalDataHandler } from './erase-personal-data.command.js';
import {
  ChangeOwnPasswordHandler,
  RedeemPasswordResetHandler,
  RequestPasswordResetHandler,
  SetPasswordHandler,
} from './password.commands.js';
import { PasswordResetPageController } from './password-reset-page.controller.js';
import { PersonOf } from './person.js';
import { RegisterUserHandler } from './register-user.command.js';
import { RevokeUserTokensHandler } from './revoke-user-tokens.command.js';
import { UserViews } from './user-view.js';
import { UsersController } from './users.controller.js';
import { DescribeUserHandler, ListUsersHandler } from './users.queries.js';

@Module({
  controllers: [UsersController, PasswordResetPageController],
  providers: [
    RegisterUserHandler,
    DisableUserHandler,
    EnableUserHandler,
    ChangeMemberRoleHandler,
    DeactivateMemberHandler,
    ErasePersonalDataHandler,
    SetPasswordHandler,
    ChangeOwnPasswordHandler,
    RequestPasswordResetHandler,
    RedeemPasswordResetHandler,
    PersonOf,
    UserViews,
    RevokeUserTokensHandler,
    DescribeUserHandler,
    ListUsersHandler,
  ],
  exports: [PersonOf],
})
export class UsersModule {}
