import { Module } from '@nestjs/common';
import { ChangeOrganizationHandler, CreateOrganizationHandler, UpdateOrganizationHandler } from './organization.commands.js';
import { OrganizationController } from './organization.controller.js';
import { DescribeOrganizationHandler } from './organization.queries.js';
import { OrganizationViews } from './organization-views.js';

@Module({
  controllers: [OrganizationController],
  providers: [
    CreateOrganizationHandler,
    ChangeOrganizationHandler,
    UpdateOrganizationHandler,
    DescribeOrganizationHandler,
    OrganizationViews,
  ],
  exports: [OrganizationViews],
})
export class OrganizationModule {}
