import { Module } from '@nestjs/common';
import { MakeBackupHandler } from './backups.commands.js';
import { BackupsController } from './backups.controller.js';
import { LiveBackup } from './live-backup.js';

@Module({ controllers: [BackupsController], providers: [MakeBackupHandler, LiveBackup] })
export class BackupsModule {}
