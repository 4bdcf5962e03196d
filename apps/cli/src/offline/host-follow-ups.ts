import { FollowUps } from '#api/edge/follow-ups';
import type { Config } from '#installation/config';
import { Logger } from '#installation/logger';

/** What a command on the host could not finish stands on standard error; the next start of the server does it. */
export const hostFollowUps = (config: Config): FollowUps => new FollowUps(new Logger(config, (line) => void process.stderr.write(line)));
