import { parseSync } from '@swc/core';

/** The words of a name, in lower case: `emailOf`, `email-of.spec.ts` and `EMAIL_OF` begin with the same two. */
export const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** Every name that stands in a program, which may have markup: what it declares and what it uses. Comments and texts are no names. */
export function identifiersIn(program: string, hasMarkup = false): Set<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, value } = node as { readonly type?: unknown; readonly value?: unknown };
    if ((type === 'Identifier' || type === 'PrivateName') && typeof value === 'string') found.add(value);
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(program, { syntax: 'typescript', tsx: hasMarkup, decorators: true, target: 'es2022' }).body);
  return found;
}

/** A class of a program, and the name of the class that it extends. */
export interface NamedClass {
  readonly name: string;
  readonly extended: string | null;
  readonly isExported: boolean;
}

/** The classes that a program declares, outside of functions. */
export function classesIn(program: string, hasMarkup = false): NamedClass[] {
  const { body } = parseSync(program, { syntax: 'typescript', tsx: hasMarkup, decorators: true, target: 'es2022' });
  return body.flatMap((statement) => {
    const declared = statement.type === 'ExportDeclaration' ? statement.declaration : statement;
    if (declared.type !== 'ClassDeclaration') return [];
    const { superClass } = declared;
    const extended = superClass?.type === 'Identifier' ? superClass.value : null;
    return [{ name: declared.identifier.value, extended, isExported: declared !== statement }];
  });
}
