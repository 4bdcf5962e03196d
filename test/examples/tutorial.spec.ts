import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readProjectFile } from '../support/project-files.js';
import { TestApp } from '../support/test-app.js';

const run = promisify(execFile);

/** What a reader would paste, block by block. */
const blocks = [...readProjectFile('docs/tutorial/first-token.md').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block);

describe('The tutorial', () => {
  let app: TestApp;
  let folder: string;
  let outputs: string[];

  beforeAll(async () => {
    app = await TestApp.start();
    folder = mkdtempSync(join(tmpdir(), 'keyledger-tutorial-'));
    const env = { PATH: process.env.PATH, KEYLEDGER_URL: await app.listen(), PASSWORD: app.owner.password };
    const { stdout } = await run('sh', ['-eu', '-c', blocks.join('\necho "<next>"\n')], { cwd: folder, env });
    outputs = stdout.split('<next>\n');
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  it('takes the password from the file that the first start wrote, or asks at the terminal for the one that it showed', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'keyledger-tutorial-'));
    const told = async () => {
      const shell = run('sh', ['-eu', '-c', `${blocks[0]}\necho "<$PASSWORD>"`], { cwd: elsewhere, env: { PATH: process.env.PATH } });
      // A shell that has the file needs no input, and may have ended.
      shell.child.stdin?.on('error', () => {}).end('shown at the terminal\n');
      return (await shell).stdout;
    };
    expect(await told()).toBe('Password: <shown at the terminal>\n');
    mkdirSync(join(elsewhere, 'data'));
    writeFileSync(join(elsewhere, 'data/owner-password.txt'), 'in-the-file\n');
    expect(await told()).toBe('<in-the-file>\n');
    rmSync(elsewhere, { recursive: true });
  });

  it('takes ten commands after the one that says where the server is', () => expect(blocks).toHaveLength(11));

  it('uses the token as its owner', () => {
    expect(JSON.parse(outputs[5])).toMatchObject({ email: app.owner.email, role: 'owner' });
    expect(outputs[6]).toMatch(/^HTTP\/1\.1 200 [\s\S]*X-Keyledger-Role: owner/i);
  });

  it('revokes it, and the next use is refused', () => {
    expect(outputs[7]).toMatch(/^HTTP\/1\.1 204 [\s\S]*Keyledger-Position: \S+/i);
    expect(outputs[8]).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('finds both in the activity log and in the log itself', () => {
    const types = JSON.parse(outputs[9]).items.map(({ type }: { type: string }) => type);
    expect(types).toEqual(['TokenRevoked', 'TokenIssued']);
    const replayed = outputs[10]
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect(replayed).toEqual(expect.arrayContaining(['OrganizationCreated', 'TokenIssued', 'TokenRevoked']));
  });
});
