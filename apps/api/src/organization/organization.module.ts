import { Module } from '@nestjs/common';
import { ChangeOrganizationHandler, CreateOrganizationHandler } from './organization.commands.js';

@Module({ providers: [CreateOrganizationHandler, ChangeOrganizationHandler] })
export class OrganizationModule {}
