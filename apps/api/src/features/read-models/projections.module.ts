import { Module } from '@nestjs/common';
import { RebuildProjectionHandler } from './projections.commands.js';
import { ProjectionsController } from './projections.controller.js';
import { ListProjectionsHandler } from './projections.queries.js';

@Module({ controllers: [ProjectionsController], providers: [RebuildProjectionHandler, ListProjectionsHandler] })
export class ProjectionsModule {}
