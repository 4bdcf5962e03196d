import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { TokenValidity } from '#projections/token-validity';
import { ActivityRecorder } from '../activity/activity-recorder.js';
import type { Caller } from '../authentication/caller.js';
import { requireOperator } from '../authentication/operator.js';
import { Operations, type OperationView } from '../operations/operations.js';
import { FollowUps } from '../reconciliation/follow-ups.js';
import { LiveBackup } from './live-backup.js';

/** Copies log and vault while they are in use, to where the operator of the host said. */
export class MakeBackup extends Command<OperationView> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@CommandHandler(MakeBackup)
export class MakeBackupHandler implements ICommandHandler<MakeBackup> {
  constructor(
    private readonly operations: Operations,
    private readonly backups: LiveBackup,
    private readonly validity: TokenValidity,
    private readonly activity: ActivityRecorder,
    private readonly followUps: FollowUps,
  ) {}

  async execute({ caller }: MakeBackup): Promise<OperationView> {
    requireOperator(caller, this.validity);
    return this.operations.begin('backup', 'log and vault', async (onProgress, signal) => {
      const made = await this.backups.make(onProgress, signal);
      const record = () => this.activity.record({ type: 'BackupMade', endsAt: `${made.endsAt}` }, caller.origin);
      await this.followUps.attempt('a backup is recorded', record);
      return made;
    });
  }
}
