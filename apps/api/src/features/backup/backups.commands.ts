import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { Clock } from '#event-store/clock';
import { limits } from '#installation/config';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { requireOperator } from '../../edge/authentication/operator.js';
import { FollowUps } from '../../edge/follow-ups.js';
import { ActivityRecorder } from '../activity/activity-recorder.js';
import { Operations, type OperationView } from '../operations/operations.js';
import { BackupPace } from './backup-pace.js';
import { LiveBackup } from './live-backup.js';

/** Copies log and vault while they are in use, to the folder that the operator of the host has set. */
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
    private readonly pace: BackupPace,
    private readonly clock: Clock,
  ) {}

  async execute({ caller }: MakeBackup): Promise<OperationView> {
    requireOperator(caller, this.validity);
    this.#requireConfirmed(caller);
    const running = this.operations.running('backup');
    if (running) return running;
    this.pace.requireMay();
    const begunAt = this.clock.now();
    const begun = this.#begin(caller, begunAt);
    this.pace.note(begunAt);
    return begun;
  }

  /** The owners' setting for credentials that issue others does not extend to copies that fill the disk. */
  #requireConfirmed({ token }: Caller): void {
    const until = (token.confirmedAtMs ?? Number.NEGATIVE_INFINITY) + limits.confirmationSeconds * 1000;
    if (this.clock.nowMs() >= until) throw new Refusal('permission/confirmation-required');
  }

  #begin(caller: Caller, begunAt: Date): OperationView {
    return this.operations.begin('backup', 'log and vault', async (onProgress, signal) => {
      const made = await this.backups.make(onProgress, signal, begunAt);
      const record = () => this.activity.record({ type: 'BackupMade', endsAt: `${made.endsAt}` }, caller.origin);
      await this.followUps.attempt('a backup is recorded', record);
      return made;
    });
  }
}
