import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integration } from '../support/integration.js';
import { projectRoot } from '../support/project-files.js';
import { TestApp } from '../support/test-app.js';

const run = promisify(execFile);

describe('The examples', () => {
  let app: TestApp;
  let url: string;
  beforeAll(async () => {
    app = await TestApp.start();
    url = await app.listen();
  });
  afterAll(() => app.close());

  const example = async (program: string, name: string, environment: Record<string, string> = {}) => {
    const { email, password } = app.owner;
    const settings = { KEYLEDGER_URL: url, KEYLEDGER_EMAIL: email, KEYLEDGER_PASSWORD: password, ...environment };
    const { stdout } = await run(program, [join(projectRoot, 'examples', name)], { env: { PATH: process.env.PATH, ...settings } });
    return stdout;
  };

  it('issue-use-revoke.mjs shows the life of a token', async () => {
    const output = await example(process.execPath, 'issue-use-revoke.mjs');
    expect(output).toMatch(/Used by owner@example\.com\.\nRevoked at \S+\.\nThe next use is answered 401\./);
    expect(output).toMatch(/TokenIssued by user .*\n.*TokenRevoked by user/);
  });

  it('replay-activity.mjs counts what happened', async () => {
    const output = await example(process.execPath, 'replay-activity.mjs');
    expect(output).toMatch(/ 1 OrganizationCreated\n/);
    expect(output).toMatch(/up to [0-9a-f-]{36}:\d+\n$/);
  });

  integration('python-sdk', 'with the official SDK', (python) => {
    it('label_studio_whoami.py says who it is', async () => {
      const { personal } = await app.tokensOf();
      expect(await example(python, 'label_studio_whoami.py', { KEYLEDGER_TOKEN: personal })).toBe('owner@example.com\n');
    });
  });
});
