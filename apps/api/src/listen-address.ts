import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Config, ConfigurationError } from './config.js';

/**
 * Tries the address before anything is made: a port that is taken must not cost a first start its greeting.
 *
 * @throws ConfigurationError with a sentence that names the setting
 */
export async function requireListenable(config: Config): Promise<void> {
  const { PORT: port, HOST: host } = config.values;
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    throw new ConfigurationError(sentenceOf(error as NodeJS.ErrnoException, port, host));
  }
  server.close();
  await once(server, 'close');
}

function sentenceOf({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `PORT is ${port}, but another process listens there already (${code}).`;
    case 'EACCES':
      return `PORT is ${port}, but this user may not listen there (${code}).`;
    default:
      return `HOST is ${host}, but nothing can listen there: ${message}.`;
  }
}
