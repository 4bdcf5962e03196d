import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { OrganizationModule } from '../organization/organization.module.js';
import { UsersModule } from '../users/users.module.js';
import { ConsoleController } from './console.controller.js';
import { DescribeConsoleHandler } from './console.queries.js';
import { ConsoleFilesController } from './console-files.controller.js';
import { ConsoleFiles } from './console-files.js';

/** What serves the web console. */
@Module({
  imports: [DiscoveryModule, OrganizationModule, UsersModule],
  controllers: [ConsoleController, ConsoleFilesController],
  providers: [ConsoleFiles, DescribeConsoleHandler],
})
export class ConsoleModule {}
