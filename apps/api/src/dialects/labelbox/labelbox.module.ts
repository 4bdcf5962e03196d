import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../../features/api-keys/api-keys.module.js';
import { OrganizationModule } from '../../features/organization/organization.module.js';
import { TokensModule } from '../../features/tokens/tokens.module.js';
import { UsersModule } from '../../features/users/users.module.js';
import { GraphQLAnswers } from './graphql-answers.js';
import { LabelboxController } from './labelbox.controller.js';
import { labelbox } from './labelbox.dialect.js';
import { FindPeopleHandler } from './people.queries.js';
import { UndeliveredKeys } from './undelivered-keys.js';

@Module({
  imports: [ApiKeysModule, OrganizationModule, TokensModule, UsersModule],
  controllers: [LabelboxController],
  providers: [FindPeopleHandler, GraphQLAnswers, UndeliveredKeys],
})
export class LabelboxModule {
  static readonly dialect = labelbox;
}
