import { Module } from '@nestjs/common';
import { BackupPace } from './backup-pace.js';
import { MakeBackupHandler } from './backups.commands.js';
import { BackupsController } from './backups.controller.js';
import { LiveBackup } from './live-backup.js';

@Module({ controllers: [BackupsController], providers: [MakeBackupHandler, LiveBackup, BackupPace] })
export class BackupsModule {}
