// Bundles the console into `dist/console`: `index.html`, and below `assets` everything that it loads, also compressed.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { root } from './child.mjs';
import { replaceFile } from './replace-file.mjs';

const source = join(root, 'apps/console');
const target = join(root, 'dist/console');

/** React Aria speaks thirty languages and the console one. */
const english = {
  name: 'english',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]intl[/\\].*[a-z]{2}-[A-Z]{2}\.m?js$/ }, ({ path }) =>
      /en-US\.m?js$/.test(path) ? undefined : { contents: 'export default {};' },
    );
  },
};

/**
 * Bundles and compresses. A running server holds what it serves in memory, and a file that another build made stays until its names are
 * replaced, so that `dist/console` is whole at each moment.
 *
 * @throws Error with the messages of esbuild
 */
export async function buildConsole() {
  const { build } = await import('esbuild');
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(source, 'src/main.tsx')],
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['es2022'],
    supported: { nesting: false },
    jsx: 'automatic',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    outdir: join(target, 'assets'),
    metafile: true,
    write: false,
    logLevel: 'silent',
    plugins: [english],
  });
  const assets = join(target, 'assets');
  mkdirSync(assets, { recursive: true });
  const names = new Set();
  for (const { path, contents } of outputFiles)
    for (const name of written(join(assets, basename(path)), contents)) names.add(basename(name));
  replaceFile(join(target, 'index.html'), Buffer.from(page(metafile)));
  for (const name of readdirSync(assets)) if (!names.has(name)) rmSync(join(assets, name));
}

/** The page with the one script and the one style sheet that it begins with. */
function page({ outputs }) {
  const [script, { cssBundle }] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint?.endsWith('main.tsx'));
  const head = [
    `<link rel="stylesheet" href="assets/${basename(cssBundle)}">`,
    `<script type="module" src="assets/${basename(script)}"></script>`,
  ];
  return readFileSync(join(source, 'console.html'), 'utf8').replace('</head>', `${head.join('\n')}\n</head>`);
}

function written(path, contents) {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  const files = {
    [path]: contents,
    [`${path}.gz`]: gzipSync(contents, { level: 9 }),
    [`${path}.br`]: brotliCompressSync(contents, quality),
  };
  for (const [name, bytes] of Object.entries(files)) replaceFile(name, bytes);
  return Object.keys(files);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await buildConsole();
