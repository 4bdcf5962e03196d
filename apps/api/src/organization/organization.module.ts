import { Module } from '@nestjs/common';
import { ChangeOrganizationHandler, CreateOrganizationHandler, UpdateOrganizationHandler } from './organization.commands.js';
import { DescribeOrganizationHandler } from './organization.queries.js';

@Module({
  providers: [CreateOrganizationHandler, ChangeOrganizationHandler, UpdateOrganizationHandler, DescribeOrganizationHandler],
  exports: [DescribeOrganizationHandler],
})
export class OrganizationModule {}
