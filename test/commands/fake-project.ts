import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot } from '../support/project-files.js';

/** Stands in for the compiler: "compiles" by copying, and fails on a source that says so. */
const compiler = `
import { appendFileSync, cpSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
appendFileSync('calls', 'tsc\\n');
const sources = readdirSync('apps', { recursive: true }).filter((path) => path.endsWith('.ts'));
const broken = sources.filter((path) => readFileSync('apps/' + path, 'utf8').includes('BROKEN'));
if (broken.length > 0) { console.log('error in ' + broken); process.exit(2); }
for (const path of sources) cpSync('apps/' + path, 'dist/apps/' + path.replace(/ts$/, 'js'));
mkdirSync('dist/libs', { recursive: true });
`;

/** Stands in for the bundler: makes of the console one script and one style sheet, and of each program what was compiled. */
const bundler = `
import { existsSync, readFileSync } from 'node:fs';
const ofConsole = {
  metafile: { outputs: { 'main.js': { entryPoint: 'src/main.tsx', cssBundle: 'main.css' }, 'main.css': {} } },
  outputFiles: ['main.js', 'main.css'].map((path) => ({ path, contents: Buffer.from('') })),
};
export const build = async ({ entryPoints }) => {
  if (Array.isArray(entryPoints)) return ofConsole;
  const compiled = Object.entries(entryPoints).filter(([, path]) => existsSync(path));
  return { outputFiles: compiled.map(([name, path]) => ({ path: name + '.js', contents: readFileSync(path) })) };
};
`;

/** Stands in for npm: notes what it was asked, does what INSTALL_DOES says, and installs the compiler and the bundler. */
const npm = `#!/bin/sh
echo "npm $*" >> calls
echo $$ > npm-pid
eval "$INSTALL_DOES"
rm -rf node_modules && mkdir -p node_modules/typescript/bin && echo '{"type":"module"}' > node_modules/package.json
cp compiler.mjs node_modules/typescript/bin/tsc
mkdir -p node_modules/esbuild && cp bundler.mjs node_modules/esbuild/index.js
mkdir -p node_modules/jest/bin && cp runner.mjs node_modules/jest/bin/jest.js
`;

const files = {
  'package.json': '{ "type": "module", "engines": { "node": ">=20.19" } }',
  'package-lock.json': '{}',
  'tsconfig.json': '{}',
  'tsconfig.build.json': '{}',
  calls: '',
  'compiler.mjs': compiler,
  'bundler.mjs': bundler,
  'apps/console/console.html': '<head></head>',
  'runner.mjs': "console.log('ran', process.argv.slice(2).join(' ')); process.exitCode = 5;",
  'bin/npm': npm,
  'apps/api/src/main.ts': "console.log('serving as', process.pid, process.umask().toString(8));",
  'apps/cli/src/main.ts': "console.log('asked', process.argv.slice(2).join(' ')); process.exitCode = 5;",
};

export interface Ended {
  readonly code: number | null;
  /** Both streams. */
  readonly output: string;
  /** Standard output alone. */
  readonly printed: string;
}

export interface FakeRun {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  printed(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A project with our scripts and with tools that only note that they were called. */
export class FakeProject {
  readonly directory = mkdtempSync(join(tmpdir(), 'keyledger-project-'));

  constructor() {
    cpSync(join(projectRoot, 'scripts'), this.path('scripts'), { recursive: true });
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    chmodSync(this.path('bin/npm'), 0o755);
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  delete(name: string): void {
    rmSync(this.path(name), { recursive: true });
  }

  /** The tools called since the last time this was asked. */
  calls(): string[] {
    const calls = readFileSync(this.path('calls'), 'utf8').split('\n').filter(Boolean);
    this.write('calls', '');
    return calls;
  }

  /** Runs the command behind `npm start` in an environment that has nothing but a PATH and an empty home. */
  start(environment: Record<string, string> = {}): FakeRun {
    return this.run('scripts/start.mjs', [], environment);
  }

  run(script: string, args: readonly string[], environment: Record<string, string> = {}): FakeRun {
    const env = { PATH: `${this.path('bin')}:${process.env.PATH}`, HOME: this.path('home'), ...environment };
    const child = spawn(process.execPath, [script, ...args], { cwd: this.directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    return {
      pid: child.pid as number,
      kill: (signal) => child.kill(signal),
      printed: (text) => until(() => output.includes(text)),
      ended: once(child, 'close').then(([code]) => ({ code, output, printed })),
    };
  }

  /** Waits until a tool was called. */
  called(call: string): Promise<void> {
    return until(() => readFileSync(this.path('calls'), 'utf8').includes(call));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
