import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { OrganizationModule } from '../organization/organization.module.js';
import { UsersModule } from '../users/users.module.js';
import { ConsoleController } from './console.controller.js';
import { DescribeConsoleHandler } from './console.queries.js';

/** What serves the web console. */
@Module({
  imports: [DiscoveryModule, OrganizationModule, UsersModule],
  controllers: [ConsoleController],
  providers: [DescribeConsoleHandler],
})
export class ConsoleModule {}
