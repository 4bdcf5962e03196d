import { FollowUps } from '#api/edge/follow-ups';
import type { Config } from '#installation/config';
import { Log } from '#installation/log';

/** What a command on the host could not finish stands on standard error; the next start of the server does it. */
export const hostFollowUps = (config: Config): FollowUps => new FollowUps(new Log(config, (line) => void process.stderr.write(line)));
