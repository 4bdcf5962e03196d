import { describe, expect, it } from '@jest/globals';
import { projectFiles, readProjectFile } from '../support/project-files.js';

const records = projectFiles().filter((path) => path.startsWith('docs/decisions/'));
const numberOf = (path: string) => Number(/^docs\/decisions\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1] ?? Number.NaN);

describe('Decision records', () => {
  it('have one number each, from 1 on, and their headings say the same', () => {
    expect(records.map(numberOf).sort((one, other) => one - other)).toEqual(records.map((_, at) => at + 1));
    const misnumbered = records.filter((path) => !readProjectFile(path).startsWith(`# ${numberOf(path)}. `));
    expect(misnumbered).toEqual([]);
  });
});
