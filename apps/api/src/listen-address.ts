import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type Config, ConfigurationError } from '#installation/config';

/**
 * The address to listen on, tried before anything is made: a port that is taken must not cost a first start its greeting. A name is
 * looked up here, and once: for each address of `localhost` the router would make a server of its own, without what was added to ours.
 *
 * @throws ConfigurationError with a sentence that names the setting
 */
export async function listenableAddress(config: Config): Promise<string> {
  const { PORT: port, HOST: host } = config.values;
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    throw new ConfigurationError(sentenceOf(error as NodeJS.ErrnoException, port, host));
  }
  const { address } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return address;
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
