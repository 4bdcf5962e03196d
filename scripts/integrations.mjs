import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from './child.mjs';

const sdkVersions = "import importlib.metadata as m; print(m.version('label-studio-sdk'), m.version('labelbox'))";

/** Debian's Chromium without what draws windows, which does the same with half of the work; `npm run test:e2e` takes the whole browser. */
const shell = '/usr/bin/chromium-headless-shell';
const isFull = process.env.KEYLEDGER_TEST_FULL === '1';

/** The parts of the suite that need software which npm cannot install. Each function finds it, or returns null. */
export const integrations = [
  {
    name: 'python-sdk',
    variable: 'KEYLEDGER_PYTHON',
    missing: 'no Python that can import label_studio_sdk and labelbox; run .ci/run, or set KEYLEDGER_PYTHON to one',
    find: async () => {
      for (const python of [process.env.KEYLEDGER_PYTHON, join(root, '.venv/bin/python')].filter(Boolean)) {
        if (existsSync(python) && (await run(python, ['-c', sdkVersions])).code === 0) return python;
      }
      return null;
    },
  },
  {
    name: 'nginx',
    variable: 'KEYLEDGER_NGINX',
    missing: 'no nginx with its auth_request module, or no openssl; run .ci/run, or set KEYLEDGER_NGINX to one',
    find: async () => {
      if ((await run('openssl', ['version'])).code !== 0) return null;
      for (const nginx of [process.env.KEYLEDGER_NGINX, '/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'].filter(
        Boolean,
      )) {
        if (existsSync(nginx) && (await run(nginx, ['-V'])).output.includes('http_auth_request_module')) return nginx;
      }
      return null;
    },
  },
  {
    name: 'c-compiler',
    variable: 'KEYLEDGER_CC',
    missing: 'no C compiler, with which a failing disk is simulated; install gcc, or set KEYLEDGER_CC to one',
    find: async () => {
      for (const compiler of [process.env.KEYLEDGER_CC, '/usr/bin/gcc', '/usr/bin/cc'].filter(Boolean)) {
        if (process.platform === 'linux' && existsSync(compiler) && (await run(compiler, ['--version'])).code === 0) return compiler;
      }
      return null;
    },
  },
  {
    name: 'curl',
    variable: 'KEYLEDGER_CURL',
    missing: 'no curl on the PATH, for the lines that the first start prints',
    find: async () => ((await run('curl', ['--version'])).code === 0 ? 'curl' : null),
  },
  ...['bash', 'zsh', 'fish'].map((shell) => ({
    name: shell,
    variable: `KEYLEDGER_${shell.toUpperCase()}`,
    missing: `no ${shell} on the PATH, for its completion`,
    find: async () => ((await run(shell, ['--version'])).code === 0 ? shell : null),
  })),
  {
    name: 'prometheus',
    variable: 'KEYLEDGER_PROMETHEUS',
    missing: 'no prometheus with promtool beside it; run .ci/run, or set KEYLEDGER_PROMETHEUS to one',
    find: async () => {
      for (const prometheus of [process.env.KEYLEDGER_PROMETHEUS, '/usr/bin/prometheus', '/usr/local/bin/prometheus'].filter(Boolean)) {
        const programs = [prometheus, join(dirname(prometheus), 'promtool')].filter(existsSync);
        const codes = await Promise.all(programs.map(async (program) => (await run(program, ['--version'])).code));
        if (codes.length === 2 && codes.every((code) => code === 0)) return prometheus;
      }
      return null;
    },
  },
  {
    name: 'chromium',
    variable: 'KEYLEDGER_CHROMIUM',
    missing: 'no Chromium; run .ci/run, or set KEYLEDGER_CHROMIUM to one',
    find: async () => {
      for (const chromium of [process.env.KEYLEDGER_CHROMIUM, ...(isFull ? [] : [shell]), '/usr/bin/chromium'].filter(Boolean)) {
        if (existsSync(chromium) && (await run(chromium, ['--version'])).code === 0) return chromium;
      }
      return null;
    },
  },
];
