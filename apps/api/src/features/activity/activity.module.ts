import { Module } from '@nestjs/common';
import { ActivityController } from './activity.controller.js';
import { ListActivityHandler } from './activity.queries.js';
import { DescribeActivityHandler } from './activity-event.queries.js';
import { ActivityExports } from './activity-exports.js';
import { ActivityNames } from './activity-names.js';
import { ActivityReplay } from './activity-replay.js';
import { OpenReplays } from './open-replays.js';
import { OpenedData } from './opened-data.js';
import { OwnSources } from './own-sources.js';
import { PagedExports } from './paged-exports.js';
import { PrincipalNames } from './principal-names.js';
import { ReplayLines } from './replay-lines.js';
import { ShownEntries } from './shown-entries.js';

@Module({
  controllers: [ActivityController],
  providers: [
    ListActivityHandler,
    DescribeActivityHandler,
    ActivityNames,
    ActivityExports,
    ActivityReplay,
    OpenReplays,
    OpenedData,
    OwnSources,
    PagedExports,
    PrincipalNames,
    ReplayLines,
    ShownEntries,
  ],
})
export class ActivityModule {}
