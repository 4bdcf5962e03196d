// Bundles the server and the worker into `dist/programs`, so that a start takes less than half of the work: two of its three seconds of a
// processor went into finding, opening and compiling 2,400 modules (docs/decisions/0063-servers-start-from-a-bundle.md).
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './child.mjs';
import { replaceFile } from './replace-file.mjs';

const target = join(root, 'dist/programs');
const programs = { api: 'dist/apps/api/src/main.js', worker: 'dist/apps/worker/src/main.js' };

const external = [
  // These find a native library, or a program for a thread of theirs, beside their own files.
  'argon2',
  '@photostructure/sqlite',
  'pino',
  // Its CommonJS form hides what it requires.
  'jsonc-parser',
  // These are loaded only where a setting asks for metrics or traces.
  'prom-client',
  '@opentelemetry/*',
];

/** Nest imports these by names that a bundler finds only in their ECMAScript form. */
const alias = Object.fromEntries(
  ['class-transformer', 'class-validator'].map((name) => [name, join(root, 'node_modules', name, 'esm2015/index.js')]),
);

/**
 * A package that is imported as late as it is needed stays where it is installed, if it is: Node finds the names that a CommonJS module
 * exports, and a bundler does not.
 */
const lateImports = {
  name: 'late-imports',
  setup({ onResolve }) {
    onResolve({ filter: /^[@a-z]/ }, ({ path, kind }) => (kind === 'dynamic-import' && !(path in alias) ? { path, external: true } : null));
  },
};

/**
 * A bundler gives another name to what has the name of something else. Our classes keep theirs, by which schemas and errors are called.
 * (Its own way, `keepNames`, would define a property for each function that a request makes.)
 */
const classNames = {
  name: 'class-names',
  setup({ onLoad }) {
    const beginning = /^(?:export )?(?:let \w+ = (?:\w+ = )*)?class (\w+)(?: extends [^{]+)? \{/gm;
    onLoad({ filter: /[\\/]dist[\\/](apps|libs)[\\/].*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(beginning, "$& static name = '$1';"),
    }));
  },
};

/**
 * Bundles what the compiler has written. Stack traces lead to the sources, through the maps of both.
 *
 * @throws Error with the messages of esbuild
 */
export async function buildPrograms() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { ...programs, ...threads() },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias,
    plugins: [lateImports, classNames],
    external,
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
    sourcemap: true,
    sourcesContent: false,
    chunkNames: '[name]-[hash]',
    outdir: target,
    write: false,
    logLevel: 'silent',
  });
  mkdirSync(target, { recursive: true });
  // A program is replaced after the parts that it loads.
  const isProgram = ({ path }) => basename(path, '.js') in programs;
  for (const { path, contents } of outputFiles.toSorted((a, b) => isProgram(a) - isProgram(b)))
    replaceFile(join(target, basename(path)), contents);
  const names = new Set(outputFiles.map(({ path }) => basename(path)));
  for (const name of readdirSync(target)) if (!names.has(name)) rmSync(join(target, name));
}

/** A thread is begun from a file of its own, which lies beside the program. */
function threads() {
  const files = readdirSync(join(root, 'dist/libs'), { recursive: true }).filter((path) => path.endsWith('-thread.js'));
  return Object.fromEntries(files.map((path) => [basename(path, '.js'), join('dist/libs', path)]));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await buildPrograms();
