import { Module } from '@nestjs/common';
import { ActivityController } from './activity.controller.js';
import { ListActivityHandler } from './activity.queries.js';
import { ActivityExports } from './activity-exports.js';
import { ActivityReplay } from './activity-replay.js';
import { OpenReplays } from './open-replays.js';
import { OpenedData } from './opened-data.js';
import { OwnSources } from './own-sources.js';
import { PagedExports } from './paged-exports.js';
import { ReplayLines } from './replay-lines.js';

@Module({
  controllers: [ActivityController],
  providers: [ListActivityHandler, ActivityExports, ActivityReplay, OpenReplays, OpenedData, OwnSources, PagedExports, ReplayLines],
})
export class ActivityModule {}
