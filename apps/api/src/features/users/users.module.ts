import { Module } from '@nestjs/common';
import { OrganizationModule } from '../organization/organization.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { ChangeMemberRoleHandler } from './change-member-role.command.js';
import { DeactivateMemberHandler } from './deactivate-member.command.js';
import { DisableUserHandler, EnableUserHandler } from './disable-user.command.js';
import { ErasePersonalDataHandler } from './erase-personal-data.command.js';
import { DescribeFootprintHandler } from './footprint.queries.js';
import { DescribeMembershipHandler } from './membership.queries.js';
import { NewPasswords } from './new-passwords.js';
import { OwnPasswordPageController } from './own-password-page.controller.js';
import { OwnerSignIns } from './owner-sign-ins.js';
import { ChangeOwnPasswordHandler, SetPasswordHandler } from './password.commands.js';
import { RedeemPasswordResetHandler, RequestPasswordResetHandler, RevokePasswordResetHandler } from './password-reset.commands.js';
import { PasswordResetPageController } from './password-reset-page.controller.js';
import { PasswordResetsController } from './password-resets.controller.js';
import { ListPasswordResetsHandler } from './password-resets.queries.js';
import { Passwords } from './passwords.js';
import { People } from './people.js';
import { PrincipalCredentials } from './principal-credentials.js';
import { PrincipalPages } from './principal-pages.js';
import { PrincipalViews } from './principal-views.js';
import { RegisterUserHandler } from './register-user.command.js';
import { ResetLinks } from './reset-links.js';
import { RevokeUserTokensHandler } from './revoke-user-tokens.command.js';
import { ShownCredentials } from './shown-credentials.js';
import { TakenAddresses } from './taken-addresses.js';
import { UnfinishedErasures } from './unfinished-erasures.js';
import { UserViews } from './user-views.js';
import { UsersController } from './users.controller.js';
import { DescribeUserHandler, ListUsersHandler } from './users.queries.js';

@Module({
  imports: [OrganizationModule, SessionsModule, TokensModule],
  controllers: [UsersController, OwnPasswordPageController, PasswordResetsController, PasswordResetPageController],
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
    RevokePasswordResetHandler,
    ListPasswordResetsHandler,
    ResetLinks,
    NewPasswords,
    Passwords,
    OwnerSignIns,
    People,
    PrincipalCredentials,
    PrincipalPages,
    PrincipalViews,
    ShownCredentials,
    TakenAddresses,
    UnfinishedErasures,
    UserViews,
    RevokeUserTokensHandler,
    DescribeFootprintHandler,
    DescribeMembershipHandler,
    DescribeUserHandler,
    ListUsersHandler,
  ],
  exports: [People, UnfinishedErasures],
})
export class UsersModule {}
