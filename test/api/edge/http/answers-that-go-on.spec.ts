import { describe, expect, it } from '@jest/globals';
import { projectFiles, readProjectFile } from '../../../support/project-files.js';

describe('An answer that goes on after its request', () => {
  const serving = projectFiles().filter((path) => /^apps\/api\/src\/(?!cli\/).*(?<!\.spec)\.ts$/.test(path));
  const goOn = serving.filter((path) => /\bReadable\.from\(/.test(readProjectFile(path)));

  it('is made somewhere', () => expect(goOn).not.toEqual([]));

  it('is made only where the credential that asked is judged again, by its own text, as long as the answer lasts', () => {
    expect(goOn.filter((path) => !/\bjudgeAgain\(\)/.test(readProjectFile(path)))).toEqual([]);
  });
});
