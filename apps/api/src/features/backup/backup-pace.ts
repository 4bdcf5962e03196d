import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Refusal } from '#domain/refusal';
import { Clock } from '#event-store/clock';
import { Config } from '#installation/config';
import { DiskFull, requireRoom } from '#sqlite/free-space';
import { makeFolder } from '#sqlite/make-folder';
import { RefusalWithRetry } from '../../edge/http/failure.js';
import { backupsIn } from './backup-folder.js';

const apartMs = 600_000;
const dayMs = 86_400_000;
const perDayMax = 20;
const mebibyte = 1024 * 1024;

/**
 * How many backups a caller may ask a running server for, because each is a copy of everything and the server removes none. The limit
 * counts what lies in the folder, which a restart does not forget, and what this process began, which nobody can hide by moving it.
 */
@Injectable()
export class BackupPace {
  #begunMs: number[] = [];

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal backup/too-soon, backup/no-room */
  requireMay(): void {
    const nowMs = this.clock.nowMs();
    const there = backupsIn(this.config.backupDirectory).map(({ begunMs }) => begunMs);
    const ofToday = [...new Set([...there, ...this.#begunMs])].filter((ms) => nowMs - ms < dayMs).sort((a, b) => a - b);
    const newestMs = ofToday.at(-1) ?? Number.NEGATIVE_INFINITY;
    // The twentieth backup before this one must be at least a day old.
    const nextMs = Math.max(newestMs + apartMs, (ofToday.at(-perDayMax) ?? Number.NEGATIVE_INFINITY) + dayMs);
    if (nowMs < nextMs) throw new RefusalWithRetry('backup/too-soon', Math.ceil((nextMs - nowMs) / 1000));
    this.#requireRoom();
  }

  /** A backup begins, at the time by which it is named. */
  note(begunAt: Date): void {
    const nowMs = begunAt.getTime();
    this.#begunMs = [...this.#begunMs.filter((ms) => nowMs - ms < dayMs), nowMs];
  }

  /** Room for the copies, and for the server to stay ready beside them. */
  #requireRoom(): void {
    const { backupDirectory, dataDirectory, values } = this.config;
    const files = ['events.db', 'events.db-wal', 'vault.db'].map((name) => join(dataDirectory, name));
    const bytes = files.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
    makeFolder(backupDirectory);
    try {
      requireRoom(backupDirectory, bytes + values.KEYLEDGER_READY_FREE_MIB * mebibyte);
    } catch (error) {
      throw error instanceof DiskFull ? new Refusal('backup/no-room') : error;
    }
  }
}
