import { afterAll, beforeAll } from '@jest/globals';
import { ServerProcess } from '../support/start-server.js';
import { Operator } from './keyledger.js';

/** A started server, and its owner signed in at the command line; ask for them inside of tests. */
export function signedInOwner(environment: Record<string, string> = {}): { server: () => ServerProcess; owner: () => Operator } {
  let server: ServerProcess;
  let owner: Operator;
  beforeAll(async () => {
    server = await ServerProcess.start({ environment });
    owner = await Operator.at(server.url);
    await owner.signIn(server);
  });
  afterAll(async () => {
    await server.remove();
    await owner.leave();
  });
  return { server: () => server, owner: () => owner };
}
