import { describe, expect, it } from '@jest/globals';
import { projectFiles, readProjectFile } from '../support/project-files.js';
import { type RoutePath, routePaths } from '../support/route-paths.js';

const filesMax = 5;
const operation = 'is long work that is recorded when it ends';

/** Commands that decide nothing on a stream, and why. */
const undecided: Readonly<Record<string, string>> = { MakeBackup: operation, RebuildProjection: operation };

const isSource = (path: string) => /^(apps|libs)\/.*\.ts$/.test(path) && !/\.spec\.ts$/.test(path);
const sources = new Map(
  projectFiles()
    .filter(isSource)
    .map((path) => [path, readProjectFile(path)]),
);

const ofThisProject = routePaths(sources);

/** Routes that take more files than a reader keeps in mind, and routes that are lost on the way, with the files in their order. */
const problemsIn = (paths: readonly RoutePath[]) =>
  paths
    .filter(({ command, files }) => (files ? files.length > filesMax : undecided[command ?? ''] === undefined))
    .map(({ route, command, files }) => `${route} (${command ?? 'no command found'}): ${files?.join(' → ') ?? 'reaches no decider'}`);

describe(`From each route that sends a command to what decides it, a reader opens at most ${filesMax} files`, () => {
  it('in this project, on every surface', () => {
    expect(problemsIn(ofThisProject)).toEqual([]);
  });

  it('and the way is the one that ARCHITECTURE.md describes', () => {
    const issuing = ofThisProject.find(({ route, command }) => route === 'POST v1/tokens' && command === 'IssueToken');
    const described = readProjectFile('ARCHITECTURE.md')
      .split('## From route to event')[1]
      .matchAll(/^\d\. `([^`]+)`/gm);
    expect(issuing?.files).toEqual([...described].map(([, path]) => path));
  });

  it('of routes that others defined, too', () => {
    const routes = ofThisProject.map(({ route }) => route);
    expect(routes).toEqual(expect.arrayContaining(['POST api/token/rotate', 'POST oauth/revoke', 'POST user/login']));
  });

  it('while each command that decides nothing exists', () => {
    const lost = ofThisProject.filter(({ files }) => files === null);
    expect(lost.map(({ command }) => command).sort()).toEqual(Object.keys(undecided).sort());
  });
});

/** A project in which a route decides after so many services that hand on to each other. */
function projectWith({ services, bus = 'new Paint(1)' }: { services: number; bus?: string }): Map<string, string> {
  const folder = 'apps/api/src/features/toys';
  const classOf = (number: number, of: string, decorator = '') => {
    const isLast = number === services;
    const handed = isLast ? 'ledger: Ledger' : `next: Service${number + 1}`;
    const body = isLast ? "this.ledger.on(Toy.stream('a')).handle({ type: 'Paint' }, origin)" : 'this.next.execute()';
    const imports = isLast
      ? "import * as Toy from '#domain/toy';\nimport { Ledger } from '#event-store/ledger';"
      : `import { Service${number + 1} } from './service${number + 1}.js';`;
    const code = `  constructor(private readonly ${handed}) {}\n  execute() {\n    return ${body};\n  }\n`;
    return `${imports}\n${decorator}export class ${of} {\n${code}}\n`;
  };
  const command = "import { Command, CommandHandler } from '@nestjs/cqrs';\nexport class Paint extends Command<void> {}\n";
  const controller = `import { Paint } from './paint.command.js';
@Controller('v1/toys')
export class ToysController {
  constructor(private readonly commands: CommandBus) {}
  @Post('paint')
  paint() {
    return this.commands.execute(${bus});
  }
}
`;
  const texts = new Map([
    [`${folder}/toys.controller.ts`, controller],
    [`${folder}/paint.command.ts`, `${command}${classOf(0, 'PaintHandler', '@CommandHandler(Paint)\n')}`],
    ['libs/domain/src/toy.ts', "export const decider = {};\nexport const stream = (id: string) => ({ name: 'toy-' + id, decider });\n"],
  ]);
  for (let number = 1; number <= services; number += 1) {
    texts.set(`${folder}/service${number}.ts`, classOf(number, `Service${number}`));
  }
  return texts;
}

describe('The measuring itself', () => {
  it.each([0, 1])('lets a handler pass that hands on to %i services before it decides', (services) => {
    const paths = routePaths(projectWith({ services }));
    expect(problemsIn(paths)).toEqual([]);
    expect(paths[0].files).toHaveLength(4 + services);
  });

  it('names route and files where one service more stands between', () => {
    const folder = 'apps/api/src/features/toys';
    const files = [
      ...['toys.controller', 'paint.command', 'service1', 'service2'].map((name) => `${folder}/${name}.ts`),
      'libs/event-store/src/stream-ledger.ts',
      'libs/domain/src/toy.ts',
    ];
    expect(problemsIn(routePaths(projectWith({ services: 2 })))).toEqual([`POST v1/toys/paint (Paint): ${files.join(' → ')}`]);
  });

  it('names a route whose command it does not find', () => {
    const problems = problemsIn(routePaths(projectWith({ services: 0, bus: 'made()' })));
    expect(problems).toEqual(['POST v1/toys/paint (no command found): reaches no decider']);
  });

  it('fails in this project as soon as a file stands in between that only hands on', () => {
    const folder = 'apps/api/src/features/tokens';
    const [handler, service] = [`${folder}/legacy-token.commands.ts`, `${folder}/legacy-token-renewal.ts`];
    const methods = [...(sources.get(service) ?? '').matchAll(/^ {2}(?:async )?(?!constructor)(\w+)\(/gm)].map(([, name]) => name);
    const between = `import { LegacyTokenRenewal } from './legacy-token-renewal.js';
export class Between {
  constructor(private readonly renewal: LegacyTokenRenewal) {}
  ${methods.map((name) => `${name}() {\n    return this.renewal.${name}();\n  }`).join('\n  ')}
}
`;
    const handing = (sources.get(handler) ?? '')
      .replaceAll('LegacyTokenRenewal', 'Between')
      .replace('./legacy-token-renewal.js', './between.js');
    const problems = problemsIn(routePaths(new Map([...sources, [handler, handing], [`${folder}/between.ts`, between]])));
    expect(problems.map((problem) => problem.split(' (')[0])).toEqual(
      expect.arrayContaining(['POST api/current-user/reset-token', 'POST v1/tokens/:id/renew']),
    );
    for (const problem of problems) expect(problem).toContain(`${folder}/between.ts`);
  });
});
