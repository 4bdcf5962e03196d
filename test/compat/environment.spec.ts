import { describe, expect, it } from '@jest/globals';
import { integration } from '../support/integration.js';
import { readProjectFile } from '../support/project-files.js';
import { runPython } from './python.js';

const requirements = readProjectFile('test/compat/requirements.txt')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'));
const pinned = /^label-studio-sdk==(\S+)$/m.exec(requirements.join('\n'))?.[1];

describe('The Python requirements', () => {
  it('pin one exact version each, so that a client does not change by itself', () => {
    expect(pinned).toBeDefined();
    expect(requirements.filter((line) => !/^[\w.-]+==[\w.]+$/.test(line))).toEqual([]);
  });
});

integration('python-sdk', 'The Label Studio SDK that the tests use', (python) => {
  it('can be imported and is the pinned version', async () => {
    const program =
      'import label_studio_sdk, importlib.metadata as m; print(m.version("label-studio-sdk"), label_studio_sdk.LabelStudio.__name__)';
    expect(await runPython(python, program)).toMatchObject({ code: 0, output: `${pinned} LabelStudio\n` });
  });
});
