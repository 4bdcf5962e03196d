import { cruise } from 'dependency-cruiser';
import architecture from '../.dependency-cruiser.mjs';

const code = /^(apps|libs)\/.*\.ts$/;
const isTest = (path) => /\.spec\.ts$|\/testing\//.test(path);

/** Each picture shows the folders that lie directly in one folder. */
const pictures = [
  ['Apps and libraries', null],
  ['`apps/api`', 'apps/api/src'],
  ['The edge', 'apps/api/src/edge'],
  ['Features', 'apps/api/src/features'],
  ['`apps/cli`', 'apps/cli/src'],
  ['`libs/event-store`', 'libs/event-store/src'],
  ['`libs/projections`', 'libs/projections/src'],
  ['Read models', 'libs/projections/src/read-models'],
];

/** Draws which folder imports which, from the same files and settings as the import rules. */
export async function foldersPage(generated) {
  const arrows = await importsBetweenFiles();
  const intro = `An arrow leads from the folder that imports to the one that is imported. No picture has a circle: the rules in
\`.dependency-cruiser.mjs\` see to it. A box \`…\` stands for the files that lie in the folder itself. What puts an application
together, \`app.ts\` and its modules, imports every room and is left out.`;
  const sections = pictures.map(([title, folder]) => `## ${title}\n\n${picture(between(arrows, folder))}`);
  return ['# Who imports whom', generated, intro, ...sections].join('\n\n');
}

async function importsBetweenFiles() {
  const { options } = architecture;
  const { output } = await cruise(['apps', 'libs'], options, options.enhancedResolveOptions);
  return output.modules
    .filter(({ source }) => code.test(source) && !isTest(source) && !isComposition(source))
    .flatMap(({ source: from, dependencies }) => dependencies.map(({ resolved: to }) => ({ from, to })))
    .filter(({ to }) => code.test(to));
}

const isComposition = (path) => /\.module\.ts$|^apps\/api\/src\/(app|serve|main|listeners)\.ts$/.test(path);

/** The arrows between the folders in one folder, or between apps and libraries; without duplicates, sorted by name. */
function between(arrows, folder) {
  const seen = new Map();
  for (const { from, to } of arrows) {
    const pair = { from: nameIn(folder, from), to: nameIn(folder, to) };
    if (pair.from && pair.to && pair.from !== pair.to) seen.set(`${pair.from} ${pair.to}`, pair);
  }
  return [...seen.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
}

/** The part of a folder that a file lies in; null for a file outside the folder. */
function nameIn(folder, path) {
  if (folder === null) return path.split('/').slice(0, 2).join('/');
  if (!path.startsWith(`${folder}/`)) return null;
  const [name, ...rest] = path.slice(folder.length + 1).split('/');
  return rest.length === 0 ? '…' : name;
}

function picture(arrows) {
  const id = (name) => (name === '…' ? 'itself' : name.replaceAll(/[^A-Za-z0-9]/g, '_'));
  const names = [...new Set(arrows.flatMap(({ from, to }) => [from, to]))].sort();
  const boxes = names.map((name) => `  ${id(name)}["${name}"]`);
  const lines = arrows.map(({ from, to }) => `  ${id(from)} --> ${id(to)}`);
  return ['```mermaid', 'flowchart LR', ...boxes, ...lines, '```'].join('\n');
}
