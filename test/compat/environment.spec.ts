import { describe, expect, it } from '@jest/globals';
import { integration } from '../support/integration.js';
import { readProjectFile } from '../support/project-files.js';
import { runPython } from './python-session.js';

const requirements = readProjectFile('test/compat/requirements.txt')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'));
const pinned = (client: string) => requirements.find((line) => line.startsWith(`${client}==`))?.split('==')[1];

describe('The Python requirements', () => {
  it('pin one exact version each, so that a client does not change by itself', () => {
    expect([pinned('label-studio-sdk'), pinned('labelbox')]).toEqual([expect.any(String), '7.17.0']);
    expect(requirements.filter((line) => !/^[\w.-]+==[\w.]+$/.test(line))).toEqual([]);
  });
});

integration('python-sdk', 'The SDKs that the tests use', (python) => {
  it.each([
    ['label-studio-sdk', 'label_studio_sdk', 'LabelStudio'],
    ['labelbox', 'labelbox', 'Client'],
  ])('can be imported and is the pinned version: %s', async (client, module, name) => {
    const program = `import ${module}, importlib.metadata as m; print(m.version("${client}"), ${module}.${name}.__name__)`;
    expect(await runPython(python, program)).toMatchObject({ code: 0, output: `${pinned(client)} ${name}\n` });
  });
});
