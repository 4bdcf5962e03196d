import { Config } from '../config.js';
import type { Terminal } from './terminal.js';

/** The configuration under which a server would use the directory that is meant. */
export function directoryConfig(options: { readonly dataDir?: string }, { environment }: Terminal): Config {
  return Config.from(options.dataDir ? { ...environment, KEYLEDGER_DATA_DIR: options.dataDir } : environment);
}
