import { afterAll, beforeAll } from '@jest/globals';
import { ServerInProcess } from '../support/server-in-process.js';
import { Operator } from './operator.js';

/** A server, and its owner signed in at the command line; ask for them inside of tests. */
export function signedInOwner(environment: Record<string, string> = {}): { server: () => ServerInProcess; owner: () => Operator } {
  let server: ServerInProcess;
  let owner: Operator;
  beforeAll(async () => {
    server = await ServerInProcess.start({ environment });
    owner = await Operator.at(server.url);
    await owner.signIn(server);
  });
  afterAll(async () => {
    await server.remove();
    await owner.leave();
  });
  return { server: () => server, owner: () => owner };
}
