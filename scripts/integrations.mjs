import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './child.mjs';

const sdkVersion = "import importlib.metadata as m; print(m.version('label-studio-sdk'))";

/** Parts of the suite that need something npm cannot install. Each finds it, or answers null. */
export const integrations = [
  {
    name: 'python-sdk',
    variable: 'KEYLEDGER_PYTHON',
    missing: 'no Python that can import label_studio_sdk; run .ci/run, or set KEYLEDGER_PYTHON to one',
    find: async () => {
      for (const python of [process.env.KEYLEDGER_PYTHON, join(root, '.venv/bin/python')].filter(Boolean)) {
        if (existsSync(python) && (await run(python, ['-c', sdkVersion])).code === 0) return python;
      }
      return null;
    },
  },
];
