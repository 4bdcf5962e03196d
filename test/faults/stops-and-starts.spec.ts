import { chmod, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { ServerProcess } from '../support/start-server.js';

const testMs = 60_000;

describe('A server that is told to stop while it writes', () => {
  it.each([1, 2])(
    'with %d signals keeps everything that it acknowledged',
    async (signals) => {
      const server = await ServerProcess.start();
      const client = await Client.signIn(server);
      const acknowledged: string[] = [];
      const writing = Array.from({ length: 8 }, async (_, writer) => {
        for (let i = 0; i < 200; i += 1) {
          const email = `w${writer}-${i}@example.org`;
          const status = await client.register(email);
          if (status === 201) acknowledged.push(email);
          else return;
        }
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      for (let i = 0; i < signals; i += 1) process.kill(server.pid, 'SIGTERM');
      const exit = await server.exited();
      await Promise.all(writing);
      expect(exit).toEqual({ code: 0, signal: null });
      expect(acknowledged.length).toBeGreaterThan(0);
      await server.restart();
      const again = await Client.signIn(server);
      for (const email of acknowledged.slice(-20)) expect(await again.register(email)).toBe(409);
      await server.remove();
    },
    testMs,
  );
});

describe('A server whose files do not fit', () => {
  it(
    'does not start, says which and why, and changes nothing',
    async () => {
      const server = await ServerProcess.start();
      await server.stop();
      const keys = join(server.directory, 'keys');
      const kept = `${server.directory}-kept`;
      await cp(server.directory, kept, { recursive: true });
      const refusedAfter = async (damage: () => Promise<void>, sentence: RegExp) => {
        await damage();
        const started = await ServerProcess.launch({ directory: server.directory });
        expect((await started.exited()).code).toBe(1);
        expect(started.output).toMatch(sentence);
        await rm(server.directory, { recursive: true, force: true });
        await cp(kept, server.directory, { recursive: true });
      };
      await refusedAfter(() => rm(join(keys, 'pepper-1')), /pepper-1 is missing/);
      await refusedAfter(() => rm(keys, { recursive: true }), /is missing/);
      await refusedAfter(() => writeFile(join(keys, 'key-encryption-key'), 'x'), /does not hold 32 bytes/);
      await refusedAfter(() => chmod(join(keys, 'email-digest-key'), 0o644), /can be read by other users/);
      await refusedAfter(async () => {
        const other = await readFile(join(keys, 'pepper-1'));
        await writeFile(join(keys, 'key-encryption-key'), other);
      }, /key-encryption-key is not the one/);
      await refusedAfter(() => rm(join(server.directory, 'events.db')), /newer events are missing/);
      await refusedAfter(() => rm(join(server.directory, 'vault.db')), /vault/);
      const whole = await ServerProcess.start({ directory: server.directory });
      await whole.stop();
      await server.remove();
      await rm(kept, { recursive: true, force: true });
    },
    testMs,
  );
});
