import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { EventStore } from '#event-store/event-store';
import { rebuildProjection } from '#projections/read-models/feed/rebuild-projection';
import { ReadModels } from '#projections/read-models/read-models';
import { projections } from '#projections/read-models/stored-read-models';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { requireOperator } from '../../edge/authentication/operator.js';
import { FollowUps } from '../../edge/follow-ups.js';
import { ActivityRecorder } from '../activity/activity-recorder.js';
import { Operations, type OperationView } from '../operations/operations.js';

/** Builds a read model anew beside the live one, compares the two and puts the new one in place. */
export class RebuildProjection extends Command<OperationView> {
  constructor(
    readonly caller: Caller,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(RebuildProjection)
export class RebuildProjectionHandler implements ICommandHandler<RebuildProjection> {
  constructor(
    private readonly operations: Operations,
    private readonly store: EventStore,
    private readonly readModels: ReadModels,
    private readonly validity: TokenValidity,
    private readonly activity: ActivityRecorder,
    private readonly followUps: FollowUps,
  ) {}

  async execute({ caller, name }: RebuildProjection): Promise<OperationView> {
    requireOperator(caller, this.validity);
    const projection = projections.find((each) => each.name === name);
    if (!projection) throw new Refusal('projection/not-found');
    return this.operations.begin('rebuild', name, async (onProgress, signal) => {
      const rebuilt = await rebuildProjection(this.store, this.readModels, projection, { onProgress, signal });
      const event = { type: 'ReadModelRebuilt', projection: name, differed: rebuilt.differed } as const;
      await this.followUps.attempt('the rebuilding of a read model is recorded', () => this.activity.record(event, caller.origin));
      return rebuilt;
    });
  }
}
