import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { nativeLoader } from './native-environment.mjs';

const load = createRequire(import.meta.url);
const version = '1';

/**
 * Makes of a file the module that a test sees in its place: it exports what Node's own module exports, and loads nothing itself. So what is
 * built and what is installed is loaded once in each process of Jest and not once for each suite.
 */
export default {
  process(_source, path, { supportsStaticESM }) {
    return { code: supportsStaticESM ? esModule(path) : `module.exports = ${loaded(path)};` };
  },
  getCacheKey(_source, path, { supportsStaticESM }) {
    const names = supportsStaticESM ? exportsOf(path) : [];
    return createHash('sha256')
      .update(JSON.stringify([version, path, names]))
      .digest('hex');
  },
};

function esModule(path) {
  const names = exportsOf(path).map((name) => `  ${name}: ${name === 'default' ? 'byDefault' : name}`);
  const exported = exportsOf(path).map((name) => (name === 'default' ? 'byDefault as default' : name));
  return `const {\n${names.join(',\n')}\n} = ${loaded(path)};\nexport { ${exported.join(', ')} };`;
}

const exportsOf = (path) => Object.keys(load(path));
const loaded = (path) => `globalThis[Symbol.for('${nativeLoader}')](${JSON.stringify(path)})`;
