import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeProject } from './fake-project.js';

describe('`npm run jest`', () => {
  let project: FakeProject;
  beforeEach(() => {
    project = new FakeProject();
  });
  afterEach(() => project.remove());

  const run = () => project.run('scripts/jest.mjs', ['libs/domain', '--verbose']).ended;

  it('installs and builds what changed, and nothing the next time, and then runs the suites', async () => {
    for (const calls of [['npm ci --include=dev --ignore-scripts', 'tsc'], []]) {
      expect(await run()).toMatchObject({ code: 5, printed: 'ran libs/domain --verbose\n' });
      expect(project.calls()).toEqual(calls);
    }
  });

  it('runs nothing on a build that failed', async () => {
    project.write('apps/api/src/main.ts', 'BROKEN');
    const { code, output } = await run();
    expect(code).toBe(1);
    expect(output).toMatch(/The build failed\.\n$/);
    expect(output).not.toContain('ran ');
  });
});
