import { posix } from 'node:path';
import { parseSync } from '@swc/core';

/** A node of swc's syntax tree; its members depend on its type. */
// biome-ignore lint/suspicious/noExplicitAny: swc's types name every form of a node, which a walk over all of them does not need.
export type Node = any;

/** Something that a file declares at its top: a class, a function or a constant. */
export interface Declaration {
  readonly path: string;
  readonly name: string;
  readonly node: Node;
}

/** The declarations of a file, and what the names that it imports stand for. */
export interface SourceFile {
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** By local name; `name` is null where the whole file was imported. Imports of packages are left out. */
  readonly imports: ReadonlyMap<string, { readonly path: string; readonly name: string | null }>;
}

/** Every node of the tree, its root first. */
export function* nodesIn(root: Node): Generator<Node> {
  if (typeof root !== 'object' || root === null) return;
  if (typeof root.type === 'string') yield root;
  for (const child of Object.values(root)) yield* nodesIn(child);
}

/** @throws Error when the text is not TypeScript */
export function sourceFileOf(path: string, text: string): SourceFile {
  const declarations = new Map<string, Declaration>();
  const imports = new Map<string, { path: string; name: string | null }>();
  for (const item of parseSync(text, { syntax: 'typescript', decorators: true, target: 'es2022' }).body as Node[]) {
    if (item.type === 'ImportDeclaration') {
      const from = fileOf(path, item.source.value);
      if (from === null) continue;
      for (const { type, local, imported } of item.specifiers) {
        imports.set(local.value, { path: from, name: type === 'ImportNamespaceSpecifier' ? null : (imported?.value ?? local.value) });
      }
      continue;
    }
    const node = item.declaration ?? item;
    if (node.identifier) declarations.set(node.identifier.value, { path, name: node.identifier.value, node });
    for (const one of node.type === 'VariableDeclaration' ? node.declarations : []) {
      if (one.id.value) declarations.set(one.id.value, { path, name: one.id.value, node: one });
    }
  }
  return { declarations, imports };
}

/** The file that an import of this project means, as `package.json` maps `#`; null for a package. */
function fileOf(importing: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(importing), specifier).replace(/\.js$/, '.ts');
  const [, room, rest] = /^#([\w-]+)\/(.*)$/.exec(specifier) ?? [];
  if (!room) return null;
  return `${['api', 'cli', 'worker'].includes(room) ? 'apps' : 'libs'}/${room}/src/${rest}.ts`;
}
