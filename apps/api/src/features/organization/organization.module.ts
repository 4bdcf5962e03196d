import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { ChangeOrganizationHandler, CreateOrganizationHandler, UpdateOrganizationHandler } from './organization.commands.js';
import { OrganizationController } from './organization.controller.js';
import { DescribeOrganizationHandler } from './organization.queries.js';
import { PreviewOrganizationHandler } from './organization-preview.queries.js';
import { OrganizationViews } from './organization-views.js';

@Module({
  imports: [TokensModule],
  controllers: [OrganizationController],
  providers: [
    CreateOrganizationHandler,
    ChangeOrganizationHandler,
    UpdateOrganizationHandler,
    DescribeOrganizationHandler,
    PreviewOrganizationHandler,
    OrganizationViews,
  ],
  exports: [OrganizationViews],
})
export class OrganizationModule {}
