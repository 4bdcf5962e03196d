import type { ErrorObject, ValidateFunction, Ajv as Validator } from 'ajv';
import { below } from '#api/edge/http/dialects';

type Json = Readonly<Record<string, unknown>>;

const isOfConsole = below('/console');

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Json }>> }>>;
}

interface Document {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Json>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

export interface GivenAnswer {
  readonly method: string;
  /** As it was asked for, with its query. */
  readonly url: string;
  readonly status: number;
  /** The media type alone. */
  readonly type: string;
  readonly text: string;
}

/** By a function outside of the suite, which compiles a document once in each process. */
const validatorOf = (globalThis as unknown as Record<symbol, (text: string) => Validator>)[Symbol.for('keyledger.answer-validator')];

/** Compares answers with what the OpenAPI document says of them, and notes which members of its schemas it has seen. */
export class AnswerCheck {
  /** As `TokenView.expiresAt`. A member that may be null is seen once it was not. */
  readonly seen = new Set<string>();
  readonly #operations: readonly {
    readonly method: string;
    readonly path: string;
    readonly pattern: RegExp;
    readonly operation: Operation;
  }[];
  /** Of the server's address, decoded; empty where there is none. */
  readonly #basePath: string;
  readonly #schemas: Readonly<Record<string, Json>>;
  readonly #validator: Validator;

  constructor(text: string) {
    const document: Document = JSON.parse(text);
    this.#basePath = decodeURIComponent(document.servers[0].url).replace(/\/$/, '');
    this.#schemas = document.components.schemas;
    this.#validator = validatorOf(text);
    this.#operations = Object.entries(document.paths)
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({
          method: method.toUpperCase(),
          path,
          pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`),
          operation: operation as Operation,
        })),
      )
      .sort((one, other) => one.path.split('{').length - other.path.split('{').length);
  }

  /** A sentence that says what is wrong with an answer; null for one that is as described, and for what is no success. */
  faultOf({ method, url, status, type, text }: GivenAnswer): string | null {
    if (status < 200 || status > 299 || method === 'HEAD') return null;
    // The server reads a path without its dots.
    const pathname = this.#withoutBase(decodeURIComponent(new URL(url, 'http://server').pathname));
    // The console's own files are no part of the API.
    if (isOfConsole(pathname)) return null;
    const found = this.#operations.find((each) => each.method === method && each.pattern.test(pathname));
    if (!found) return `${method} ${pathname} answered ${status} and is not in the OpenAPI document.`;
    const route = `${method} ${found.path} ${status}`;
    const response = found.operation.responses[status];
    if (!response) return `${route}: the OpenAPI document does not have this status.`;
    const { content = {} } = response;
    if (text === '') return content['application/json'] ? `${route}: the answer has no content.` : null;
    const described = content[type];
    if (!described) return `${route}: the OpenAPI document does not have this answer's content type, ${type}.`;
    if (!isJson(type)) return null;
    const values = type === 'application/x-ndjson' ? text.trimEnd().split('\n') : [text];
    const place = `document#/paths/${pointer(found.path)}/${method.toLowerCase()}/responses/${status}/content/${pointer(type)}/schema`;
    for (const value of values.map((each) => JSON.parse(each))) {
      const fits = this.#fitting(place);
      if (!fits(value)) return `${route}: ${inWords(fits.errors ?? [])}`;
      this.#note(described.schema, value);
    }
    return null;
  }

  /** Every member of an object in an answer, as `seen` writes it. */
  get documented(): readonly string[] {
    const names = new Set(this.#operations.flatMap(({ operation }) => namesIn(operation.responses)));
    for (const name of names) for (const other of namesIn(this.#schemas[name])) names.add(other);
    return [...names].flatMap((name) => Object.keys((this.#schemas[name]?.properties ?? {}) as Json).map((member) => `${name}.${member}`));
  }

  /** Compiled when it is asked for first, since no suite sees all answers. */
  #fitting(place: string): ValidateFunction {
    return this.#validator.getSchema(place) as ValidateFunction;
  }

  /** A proxy may leave the path of the server's address in front. */
  #withoutBase(pathname: string): string {
    return pathname.startsWith(`${this.#basePath}/`) ? pathname.slice(this.#basePath.length) : pathname;
  }

  #note(schema: Json, value: unknown): void {
    const name = nameIn(schema);
    if (name) this.#noteMembers(name, value as Json);
    else if (schema.anyOf) this.#noteOneOf(schema.anyOf as readonly Json[], value);
    else if (schema.items) for (const item of value as readonly unknown[]) this.#note(schema.items as Json, item);
    else if (schema.additionalProperties)
      for (const each of Object.values(value as Json)) this.#note(schema.additionalProperties as Json, each);
  }

  #noteMembers(name: string, value: Json): void {
    const properties = this.#schemas[name].properties as Readonly<Record<string, Json>>;
    for (const [member, each] of Object.entries(value)) {
      if (each !== null || properties[member].type === 'null') this.seen.add(`${name}.${member}`);
      this.#note(properties[member], each);
    }
  }

  #noteOneOf(schemas: readonly Json[], value: unknown): void {
    if (value === null) return;
    const fitting = schemas.find((each) => {
      const name = nameIn(each);
      return name ? this.#fitting(`document#/components/schemas/${name}`)(value) : each.type !== 'null';
    });
    if (fitting) this.#note(fitting, value);
  }
}

const isJson = (type: string) => /json/.test(type);
const pointer = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
const nameIn = ({ $ref }: Json) => (typeof $ref === 'string' ? ($ref.split('/').at(-1) as string) : undefined);

/** The names of the schemas of objects that are referred to, but for those of refusals. */
const namesIn = (value: unknown): string[] => {
  const { default: _, ...answers } = (value ?? {}) as Json;
  return [...JSON.stringify(answers).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
};

function inWords(errors: readonly ErrorObject[]): string {
  return errors
    .map(({ instancePath, message, params }) => `${instancePath || 'the answer'} ${message} ${JSON.stringify(params)}`)
    .join('; ');
}

/** An answer is another than the OpenAPI document describes. Waiting does not mend it. */
export class AnswerFault extends Error {}

const checks = new Map<string, AnswerCheck>();

/** One check for all servers of a suite that have the same document. */
export function answerCheckOf(document: string): AnswerCheck {
  const check = checks.get(document) ?? new AnswerCheck(document);
  checks.set(document, check);
  return check;
}
