import { Module } from '@nestjs/common';
import { ActivityController } from './activity.controller.js';
import { ListActivityHandler } from './activity.queries.js';
import { ActivityReplay } from './replay.js';

@Module({ controllers: [ActivityController], providers: [ListActivityHandler, ActivityReplay] })
export class ActivityModule {}
