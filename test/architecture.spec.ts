import { describe, expect, it } from '@jest/globals';
import { parseSync } from '@swc/core';
import { projectFiles, readProjectFile } from './support/project-files.js';

const fileLinesMax = 200;
const specLinesMax = 300;
const functionLinesMax = 50;
/** Markup takes a line for each element and each of its ends. */
const componentLinesMax = 80;
const columnsMax = 140;

const files = projectFiles();
const isCode = (path: string) => /\.(tsx?|mjs|css)$/.test(path);
const hasFunctions = (path: string) => !path.endsWith('.css');
const isMarkup = (path: string) => path.endsWith('.tsx');
const isSpec = (path: string) => /\.(spec|contract)\.ts$/.test(path);
const code = files.filter(isCode);
const isDomain = (path: string) => path.startsWith('libs/domain/') && !isSpec(path) && !path.includes('/testing/');

const lineCount = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

interface Node {
  readonly type?: string;
  readonly span?: { readonly start: number; readonly end: number };
}

const functionTypes =
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|Constructor|ClassMethod|PrivateMethod|MethodProperty)$/;

/** Lines of each function in the text, with the number of its first line. */
function functionsIn(text: string, isMarkup = false): { line: number; lines: number }[] {
  const bytes = Buffer.from(text);
  // The parser counts bytes from 1.
  const lineAt = (position: number) => lineCount(`${bytes.subarray(0, position - 1)}.`);
  const found: { line: number; lines: number }[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type = '', span } = node as Node;
    if (functionTypes.test(type) && span) found.push({ line: lineAt(span.start), lines: lineAt(span.end) - lineAt(span.start) + 1 });
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(text, { syntax: 'typescript', tsx: isMarkup, decorators: true, target: 'es2022' }).body);
  return found;
}

const vague = /^(utils?|helpers?|common|shared|misc|base|managers?)$/;
const importedFrom = (text: string) =>
  [...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*|\brequire\(\s*)['"]([^'"]+)['"]/g)].map(([, from]) => from);
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');

describe('The measuring itself', () => {
  it('finds the project', () => {
    expect(files).toEqual(expect.arrayContaining(['package.json', 'LICENSE', 'test/architecture.spec.ts', '.ci/run']));
    expect(files.filter((path) => /(^|\/)(node_modules|dist|\.git|\.venv)\//.test(path))).toEqual([]);
    expect(code.filter(isDomain).length).toBeGreaterThan(5);
  });

  it('finds a function that is one line too long, whatever kind it is and whatever precedes it', () => {
    const body = '\n'.repeat(functionLinesMax);
    const forms = [
      `function f() {${body}}`,
      `const f = () => {${body}};`,
      `class C {\n  method() {${body}}\n}`,
      `class C {\n  #method() {${body}}\n}`,
      `class C {\n  constructor() {${body}}\n}`,
      `const o = {\n  method() {${body}} };`,
    ];
    for (const form of forms) {
      const lengths = functionsIn(`// ü 漢\n/** A comment. */\n${form}\n`).map(({ lines }) => lines);
      expect(lengths).toEqual([functionLinesMax + 1]);
    }
  });
});

describe('The sources', () => {
  it(`have at most ${fileLinesMax} lines a file, and specs ${specLinesMax}`, () => {
    const tooLong = code
      .map((path) => ({ path, lines: lineCount(readProjectFile(path)) }))
      .filter(({ path, lines }) => lines > (isSpec(path) ? specLinesMax : fileLinesMax));
    expect(tooLong).toEqual([]);
  });

  it(`have at most ${functionLinesMax} lines a function, and ${componentLinesMax} where it writes markup`, () => {
    const tooLong = code
      .filter((path) => !isSpec(path) && hasFunctions(path))
      .flatMap((path) => functionsIn(readProjectFile(path), isMarkup(path)).map((found) => ({ path, ...found })))
      .filter(({ path, lines }) => lines > (isMarkup(path) ? componentLinesMax : functionLinesMax));
    expect(tooLong).toEqual([]);
  });

  it(`have at most ${columnsMax} columns a line`, () => {
    const tooWide = code.flatMap((path) =>
      readProjectFile(path)
        .split('\n')
        .flatMap((line, index) => (line.length > columnsMax ? [`${path}:${index + 1}`] : [])),
    );
    expect(tooWide).toEqual([]);
  });

  it('have no index file: an import names the file that it means', () => {
    expect(files.filter((path) => /(^|\/)index\.\w+$/.test(path))).toEqual([]);
  });

  it('have names that say what is inside', () => {
    const lastWord = (segment: string) =>
      segment
        .replace(/\.(tsx?|mjs|js|css|sh|py|md|json)$/, '')
        .split(/[.-]/)
        .at(-1) ?? '';
    expect(files.filter((path) => path.split('/').some((segment) => vague.test(lastWord(segment))))).toEqual([]);
  });
});

describe('The edge', () => {
  const sources = code.filter((path) => path.startsWith('apps/api/') && !isSpec(path));

  it('alone reads what was sent before a class has checked it', () => {
    const raw = [
      /\brequest\.(body|query)\b/,
      /\b(body|query)\b[^{}]*\}: FastifyRequest/,
      /@(Body|Query)\((['"]|\) \w+: (unknown|any|object|Record)\b)/,
    ];
    const reads = (path: string) => raw.some((pattern) => pattern.test(withoutComments(readProjectFile(path))));
    expect(sources.filter(reads)).toEqual([
      'apps/api/src/edge/http/csv.interceptor.ts',
      'apps/api/src/edge/http/declared-members.guard.ts',
      'apps/api/src/edge/http/fastify.ts',
      'apps/api/src/edge/idempotency/idempotency-keys.ts',
      'apps/api/src/edge/idempotency/idempotency.interceptor.ts',
      'apps/api/src/edge/pages/failure-page.ts',
    ]);
  });
});

describe('A call of what may not be there', () => {
  it('holds nothing that must happen: where nobody is called, its arguments are not evaluated either', () => {
    const waits = (path: string) => /\?\.\((?:[^()]|\([^()]*\))*\bawait\b/.test(withoutComments(readProjectFile(path)));
    expect(code.filter((path) => /^(apps|libs)\//.test(path) && waits(path))).toEqual([]);
  });
});

describe('What is sealed', () => {
  it('is made in one place: nothing else says of a text that it was sealed', () => {
    const claims = code.filter(
      (path) => /^(apps|libs)\//.test(path) && /\b(as|satisfies) Sealed\b|<Sealed>/.test(withoutComments(readProjectFile(path))),
    );
    expect(claims).toEqual(['libs/credentials/src/personal-data.ts', 'libs/domain/src/testing/sealed.ts']);
  });
});

describe('The domain', () => {
  const domain = code.filter(isDomain);

  it('imports nothing but itself', () => {
    const foreign = domain.flatMap((path) =>
      importedFrom(readProjectFile(path))
        .filter((from) => !/^\.\/[\w.-]+\.js$/.test(from))
        .map((from) => `${path}: ${from}`),
    );
    expect(foreign).toEqual([]);
  });

  it('reads no clock and throws no dice: what it needs to know comes with the command', () => {
    const impure =
      /\bDate\.now\b|\bnew Date\b|\bDate\(\)|\bMath\.random\b|\bprocess\.|\bcrypto\.|\bperformance\.|\bsetTimeout\b|\bglobalThis\b/;
    expect(domain.filter((path) => impure.test(withoutComments(readProjectFile(path))))).toEqual([]);
  });
});

describe('Every file', () => {
  const text = files.filter((path) => !/\.(png|jpe?g|gif|ico|woff2?|db)$/.test(path));
  const linesWith = (pattern: RegExp) =>
    text.flatMap((path) =>
      readProjectFile(path)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
    );

  it('names no folder of the machine that it was written on', () => {
    expect(linesWith(/(^|[^\w.)\]}])\/(work|root|home|Users)\/\w/)).toEqual([]);
  });

  it('names no package registry: which one is used is the business of the machine that installs', () => {
    expect(linesWith(/\/\/[\w.-]*(registry|npmjs|pypi|pythonhosted|artifactory|nexus|codeartifact)[\w.-]*\.[a-z]{2,}/i)).toEqual([]);
  });
});

describe('A command or query handler', () => {
  const sources = code.filter((path) => path.startsWith('apps/api/src/') && !isSpec(path));

  it('calls no other: nobody is handed one, and what two of them share has a name of its own', () => {
    const handed = /(?:private|protected|public) readonly \w+: (?!Call|Error)\w+Handler\b/;
    expect(sources.filter((path) => handed.test(readProjectFile(path)))).toEqual([]);
  });

  it('has no bus to send others through', () => {
    const handlers = sources.filter((path) => /^@(Command|Query)Handler\(/m.test(readProjectFile(path)));
    expect(handlers.length).toBeGreaterThan(20);
    expect(handlers.filter((path) => /\b(CommandBus|QueryBus)\b/.test(readProjectFile(path)))).toEqual([]);
  });
});
