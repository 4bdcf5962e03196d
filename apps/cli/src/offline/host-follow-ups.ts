import { FollowUps } from '#api/edge/follow-ups';
import type { Config } from '#installation/config';
import { Logger } from '#installation/logger';

/** Work that a command on the host could not finish is reported on standard error; the server does it at its next start. */
export const hostFollowUps = (config: Config): FollowUps => new FollowUps(new Logger(config, (line) => void process.stderr.write(line)));
