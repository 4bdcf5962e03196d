import { type Declaration, type Node, nodesIn, type SourceFile, sourceFileOf } from './source-declarations.js';

const streamLedger = 'libs/event-store/src/stream-ledger.ts';
const routeDecorators = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete']);
const sending = new Set(['handle', 'handleEach', 'begin']);

/** A method of a class, or null as its name for a declaration that is no class or is used as a whole. */
interface Place {
  readonly declaration: Declaration;
  readonly member: string | null;
}

/** What a route puts on the command bus, and the files from there to what decides it, in the order in which a reader opens them. */
export interface RoutePath {
  /** As `POST v1/tokens/:id/rotate`. */
  readonly route: string;
  /** The name of its class; null where the bus is used and no command is found. */
  readonly command: string | null;
  /** From the controller to the decider, each once; null when no decider is reached. */
  readonly files: readonly string[] | null;
}

/**
 * Follows every route that sends a command: controller, class of the command, its handler, and whatever the handler calls until something
 * sends a decision to the ledger, and the file of the stream that decides. Calls are followed from method to method by the classes that
 * constructors are handed. The `Ledger` between is left out: it names nothing but the stream.
 *
 * @param texts TypeScript by path from the folder of the project
 */
export function routePaths(texts: ReadonlyMap<string, string>): RoutePath[] {
  const sources = new Map([...texts].map(([path, text]) => [path, sourceFileOf(path, text)]));
  const handlers = handlersIn(sources);
  return [...sources.values()].flatMap(({ declarations }) =>
    [...declarations.values()].flatMap((controller) =>
      routesOf(controller).flatMap(({ route, method }) =>
        commandsIn(method, controller, sources).map((command) => {
          const handler = command && handlers.get(keyOf(command));
          const rest = handler && wayToDecider({ declaration: handler, member: 'execute' }, sources);
          const files = rest ? [...new Set([controller.path, command.path, ...rest])] : null;
          return { route, command: command?.name ?? null, files };
        }),
      ),
    ),
  );
}

type Sources = ReadonlyMap<string, SourceFile>;

const keyOf = ({ path, name }: Declaration) => `${path}#${name}`;

const decoratorsOf = (node: Node): { name: string; argument: Node }[] =>
  (node.decorators ?? []).flatMap(({ expression }: Node) =>
    expression.type === 'CallExpression' ? [{ name: expression.callee.value, argument: expression.arguments[0]?.expression }] : [],
  );

function routesOf({ node }: Declaration): { route: string; method: Node }[] {
  const base = node.type === 'ClassDeclaration' && decoratorsOf(node).find(({ name }) => name === 'Controller');
  if (!base) return [];
  return node.body.flatMap((method: Node) =>
    decoratorsOf(method.function ?? {})
      .filter(({ name }) => routeDecorators.has(name))
      .map(({ name, argument }) => ({
        route: `${name.toUpperCase()} ${[base.argument?.value, argument?.value].filter(Boolean).join('/')}`,
        method,
      })),
  );
}

/** The declaration that a name stands for in the file of another, when the project has it. */
function named(name: string, inFileOf: Declaration, sources: Sources): Declaration | undefined {
  const file = sources.get(inFileOf.path);
  const own = file?.declarations.get(name);
  if (own) return own;
  const imported = file?.imports.get(name);
  return imported?.name ? sources.get(imported.path)?.declarations.get(imported.name) : undefined;
}

/** Null for a command that is put on the bus and that nobody here finds. */
function commandsIn(method: Node, controller: Declaration, sources: Sources): (Declaration | null)[] {
  const nodes = [...nodesIn(method)];
  const isSent = nodes.some(({ type, object, property }) => {
    return type === 'MemberExpression' && object.type === 'ThisExpression' && property.value === 'commands';
  });
  const commands = nodes
    .filter(({ type }) => type === 'NewExpression')
    .flatMap(({ callee }) => named(callee.value, controller, sources) ?? [])
    .filter(({ node }) => node.superClass?.value === 'Command');
  return isSent && commands.length === 0 ? [null] : commands;
}

function handlersIn(sources: Sources): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  for (const { declarations } of sources.values()) {
    for (const declaration of declarations.values()) {
      const handled = decoratorsOf(declaration.node).find(({ name }) => name === 'CommandHandler');
      const command = handled && named(handled.argument.value, declaration, sources);
      if (command) found.set(keyOf(command), declaration);
    }
  }
  return found;
}

/** The files on the shortest way from there to a decision, the ledger and the decider last; null when there is none. */
function wayToDecider(start: Place, sources: Sources): string[] | null {
  const seen = new Set<string>();
  let ways = [{ place: start, files: [start.declaration.path] }];
  while (ways.length > 0) {
    const next: typeof ways = [];
    for (const { place, files } of ways.sort((a, b) => new Set(a.files).size - new Set(b.files).size)) {
      const key = `${keyOf(place.declaration)}.${place.member}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const decider = deciderIn(place, sources);
      if (decider) return [...files, streamLedger, decider];
      next.push(...calledBy(place, sources).map((called) => ({ place: called, files: [...files, called.declaration.path] })));
    }
    ways = next;
  }
  return null;
}

/** As it is written behind `this.` */
const memberName = (key: Node): string => (key.type === 'PrivateName' ? `#${key.value}` : key.value);

const bodyOf = ({ declaration: { node }, member }: Place): Node =>
  member === null ? node : node.body.filter(({ key }: Node) => key && memberName(key) === member);

/** The file of the stream to which the place itself sends a decision, if it does. */
function deciderIn(place: Place, sources: Sources): string | null {
  const nodes = [...nodesIn(bodyOf(place))];
  const calls = nodes.filter(({ type, callee }) => type === 'CallExpression' && callee.type === 'MemberExpression');
  const isOn = ({ callee: { property, object } }: Node) => property.value === 'on' && (object.value ?? object.property?.value) === 'ledger';
  if (!calls.some(isOn) || !calls.some(({ callee }) => sending.has(callee.property.value))) return null;
  const imports = sources.get(place.declaration.path)?.imports;
  const whole = nodesIn(place.declaration.node);
  const deciders = [...nodes, ...whole].flatMap(({ type, value }) => {
    const imported = type === 'Identifier' ? imports?.get(value) : undefined;
    const isDecider = imported?.name === null && sources.get(imported.path)?.declarations.has('decider');
    return isDecider ? [imported.path] : [];
  });
  return deciders[0] ?? null;
}

/** What the place calls or names: methods of its own class and of those handed to its constructor, functions, and classes as a whole. */
function calledBy(place: Place, sources: Sources): Place[] {
  const { declaration } = place;
  const handed = place.member === null ? new Map() : handedTo(declaration, sources);
  return [...nodesIn(bodyOf(place))].flatMap((node): Place[] => {
    if (node.type === 'MemberExpression') {
      const { object, property } = node;
      const member = memberName(property);
      if (object.type === 'ThisExpression') return place.member === null ? [] : [{ declaration, member }];
      const service = object.object?.type === 'ThisExpression' ? handed.get(object.property.value) : undefined;
      return service ? [{ declaration: service, member }] : [];
    }
    if (node.type !== 'Identifier') return [];
    const called = named(node.value, declaration, sources);
    return called && called !== declaration && called.node.type !== 'ClassDeclaration' ? [{ declaration: called, member: null }] : [];
  });
}

/** The classes that the constructor is handed, by the name of the member that keeps them. */
function handedTo(declaration: Declaration, sources: Sources): Map<string, Declaration> {
  const construction = declaration.node.body?.find?.(({ type }: Node) => type === 'Constructor');
  return new Map(
    (construction?.params ?? []).flatMap(({ type, param }: Node) => {
      const handed = type === 'TsParameterProperty' && named(param.typeAnnotation?.typeAnnotation?.typeName?.value, declaration, sources);
      return handed && handed.node.type === 'ClassDeclaration' ? [[param.value, handed] as const] : [];
    }),
  );
}
