/** Code that exists to test: never part of what is built or run. */
const tests = '(^test/|/testing/|\\.spec\\.ts$)';
/** What the benchmarks compare us with; its packages are its own, and installed only when they are needed. */
const peers = '^bench/peers/';
const library = (name) => `^libs/${name}/`;
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;
/** Names a rule: `from` may not import `to`; both are dependency-cruiser's conditions. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
/** Command handlers. */
const commands = { path: '^apps/api/src/.*\\.commands?\\.ts$' };
const storedReadModels = '^libs/projections/src/read-models/(models/|(stored-)?read-models\\.ts$)|/read-model-freshness\\.ts$';
/** Beside queries: the limits, the rebuilding of a read model, which is about nothing else, and a view that knows the form of a row. */
const readers = ['/tokens/token-ceilings\\.ts$', '/read-models/projections\\.commands\\.ts$', '/activity/activity-view\\.ts$'];
/** What several queries share; no command reaches these either. */
const queryParts = [
  '/tokens/token-(pages|names|filter|walk|detail-views)\\.ts$',
  '/activity/((principal|activity)-names|shown-entries)\\.ts$',
  '/users/principal-(pages|views|credentials)\\.ts$',
  '/service-accounts/service-account-pages\\.ts$',
  '/summary/(token|refusal)-counts\\.ts$',
  '/users/shown-credentials\\.ts$',
  '/api-keys/listed-api-keys\\.ts$',
];
/** What puts the process together has to know all of it, and hands on only what somebody may use. */
const composition = '^apps/api/src/(app|[\\w.-]+\\.module|signals/[\\w-]+)\\.ts$';
/** A room of the API, with all that is in it. */
const room = (name) => `^apps/api/src/${name}/`;
const only = (path, ...exceptions) => ({ path, pathNot: exceptions });

export default {
  forbidden: [
    forbid(
      'domain-imports-only-itself',
      'What may happen is decided by pure functions: no framework, no driver, no clock, not even node:*.',
      only(library('domain'), tests),
      { pathNot: library('domain') },
    ),
    forbid('nest-only-in-apps', 'The libraries would work in any framework.', only('^libs/', library('installation'), tests), {
      path: npm('@nestjs'),
    }),
    forbid(
      'sqlite-only-in-its-driver',
      'Changing the SQLite package changes one file.',
      only('^(apps|libs|bench|test)/', '^libs/sqlite/src/sqlite-driver\\.ts$', peers),
      { path: npm('@photostructure/sqlite') },
    ),
    forbid(
      'argon2-and-jose-only-in-credentials',
      'Only libs/credentials handles secrets. Tests may check its work with the real thing.',
      only('^(apps|libs|bench)/', library('credentials'), peers, tests),
      { path: npm('argon2', 'jose') },
    ),
    forbid(
      'credentials-only-for-the-api',
      'The fewer files can reach a secret, the fewer can leak one.',
      only('^(apps|libs)/', '^apps/(api|cli)/', library('installation'), library('credentials'), tests),
      { path: library('credentials') },
    ),
    forbid(
      'event-store-imports-the-decider-only',
      'The store knows that commands are decided, not what is decided.',
      only(library('event-store'), tests),
      { path: '^(libs|apps)/', pathNot: [library('event-store'), library('sqlite'), '^libs/domain/src/decider\\.ts$'] },
    ),
    forbid('projections-never-see-secrets-or-apps', 'What people see is made from events alone.', only(library('projections'), tests), {
      path: '^(libs|apps)/',
      pathNot: [library('projections'), library('domain'), library('event-store'), library('sqlite')],
    }),
    forbid(
      'projections-use-kysely-only',
      'One SQL layer, so that a read model runs on SQLite and on PostgreSQL.',
      only(library('projections'), tests),
      { path: '(^|/)node_modules/', pathNot: npm('kysely') },
    ),
    forbid(
      'read-models-know-no-store-of-theirs',
      'What only SQLite understands lies in the adapter, behind the port: a second one is another folder beside it.',
      only('^libs/projections/src/read-models/', '^libs/projections/src/read-models/sqlite/', tests),
      { path: ['^libs/projections/src/read-models/sqlite/', library('sqlite')] },
    ),
    forbid('sqlite-stands-alone', 'What is on a disk needs no idea of what it is for.', only(library('sqlite'), tests), {
      path: '^(libs|apps)/',
      pathNot: library('sqlite'),
    }),
    forbid(
      'nobody-imports-the-cli',
      'It is a program: what others need of it belongs below it.',
      only('^(apps|libs)/', '^apps/cli/', tests),
      {
        path: '^apps/cli/',
      },
    ),
    forbid(
      'credentials-stand-alone',
      'Minting, checking and sealing needs a vault, and the type of what is sealed, not the rest of the service.',
      only(library('credentials'), tests),
      { path: '^(libs|apps)/', pathNot: [library('credentials'), library('sqlite'), '^libs/domain/src/sealed\\.ts$'] },
    ),
    // The rooms of the API lie above each other: edge, features, dialects, pre-router, and what puts them together.
    forbid(
      'edge-knows-no-feature-and-no-dialect',
      'It announces what happens, and features subscribe; it is handed the dialects. Both are put together in app.ts.',
      only(room('edge'), tests),
      { path: '^apps/', pathNot: [room('edge')] },
    ),
    forbid(
      'features-know-the-edge-and-each-other',
      'What a feature does is the same on every surface: a dialect asks features and words what they answer, never the other way round.',
      only(room('features'), tests),
      { path: '^apps/', pathNot: [room('features'), room('edge')] },
    ),
    forbid(
      'dialects-know-no-other-dialect',
      'Each must be taken away whole: a folder, and its line in api.module.ts. What two of them need belongs to the edge or to a feature.',
      { path: room('dialects/([^/]+)'), pathNot: [tests] },
      { path: '^apps/', pathNot: [room('dialects/$1'), room('features'), room('edge')] },
    ),
    forbid(
      'dialects-are-known-where-the-api-is-put-together',
      'A file that names a dialect has to be changed for the next one. Beside the composition only what answers before the router does.',
      only('^(apps|libs)/', room('dialects'), room('pre-router'), '^apps/api/src/(app|api\\.module|core\\.module)\\.ts$', tests),
      { path: room('dialects') },
    ),
    {
      ...forbid(
        'no-circles-of-folders',
        'Folders that need each other can only be understood, moved and tested together. What both need belongs below both; what the' +
          ' lower one only tells the upper one it announces.',
        { path: '^(apps|libs)/' },
        { circular: true },
      ),
      scope: 'folder',
    },
    forbid(
      'controllers-hold-no-logic',
      'A controller puts a command or a query on its bus; handlers talk to the store, the read models and the credentials.',
      { path: '\\.controller\\.ts$' },
      { path: '^libs/(event-store|projections|credentials)/' },
    ),
    // A stored read model may be behind the log, and whoever waits for one may wait in vain. After the append that decides, that would
    // fail a command which has happened, and lose the credential that it shows once. These two rules hold together: nobody but a query
    // reads a stored read model, and no command reaches a query, over however many files.
    forbid(
      'stored-read-models-are-for-queries',
      'A command that needs a limit asks TokenCeilings, before its first append; a view for its answer is made from streams and the index.',
      only('^apps/api/src/', '\\.queries\\.ts$', ...queryParts, ...readers, composition),
      { path: storedReadModels },
    ),
    forbid('commands-reach-no-query', 'After the append that decides, nothing may fail a command.', commands, {
      path: ['\\.queries\\.ts$', '^apps/api/src/app\\.ts$', ...queryParts],
      reachable: true,
    }),
    forbid(
      'modules-are-imported-by-composition-only',
      'Only *.module.ts choose implementations, so only what composes them may know them.',
      { path: '^(apps|libs)/', pathNot: ['\\.module\\.ts$', '/src/(main|app)\\.ts$', tests] },
      { path: '^(apps|libs)/.*\\.module\\.ts$' },
    ),
    forbid('libraries-never-import-apps', 'Libraries are below the apps.', only('^libs/', tests), { path: '^apps/' }),
    forbid('worker-never-imports-api', 'The worker can run alone.', only('^apps/worker/', tests), { path: '^apps/api/' }),
    forbid('production-never-imports-tests', 'What is built must not need what is not.', only('^(apps|libs)/', tests), { path: tests }),
    forbid('no-cycles', 'Two files that need each other are one file, or three.', { path: '^(apps|libs)/' }, { circular: true }),
    forbid(
      'no-orphans',
      'A file that nothing imports and that imports nothing is dead, or was forgotten.',
      { orphan: true, path: '^(apps|libs)/', pathNot: '\\.d\\.ts$' },
      {},
    ),
    forbid('no-unresolvable', 'An import must lead somewhere.', { pathNot: ['^(dist|scripts)/', peers] }, { couldNotResolve: true }),
    forbid(
      'peers-and-product-are-strangers',
      'What we are compared with is installed only to measure: neither side may lean on the other.',
      { path: '^bench/peers/' },
      { path: '^(apps|libs|test)/' },
    ),
    forbid(
      'production-needs-no-dev-dependency',
      'A production installation leaves the devDependencies out.',
      only('^(apps|libs)/', tests),
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // The parser reads no markup: test/architecture/console.spec.ts reads what the console imports.
    exclude: { path: '^apps/console/' },

    enhancedResolveOptions: {
      conditionNames: ['development', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
