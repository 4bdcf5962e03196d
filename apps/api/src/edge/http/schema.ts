import type { Opened } from '#domain/sealed';

/** A JSON Schema of version 2020-12, which OpenAPI 3.1 uses. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What a part of an answer looks like: for readers and tests a JSON Schema with an example, for the compiler `Value`. The type of a view is
 * never written beside its schema but taken from it, with `Shape`.
 */
export class Schema<Value, IsOptional extends boolean = false> {
  constructor(
    readonly json: JsonSchema,
    readonly example: Value,
    /** The JSON Schemas of the objects within it, by name: `json` refers to them. */
    readonly named: Readonly<Record<string, JsonSchema>> = {},
    readonly isOptional = false as IsOptional,
  ) {}

  orNull(): Schema<Value | null, IsOptional> {
    return new Schema<Value | null, IsOptional>({ anyOf: [this.json, { type: 'null' }] }, this.example, this.named, this.isOptional);
  }

  /** The member may be left out of its object. */
  optional(): Schema<Value, true> {
    return new Schema(this.json, this.example, this.named, true as const);
  }

  /** Says what the member means, in a sentence. */
  about(description: string): Schema<Value, IsOptional> {
    return new Schema({ ...this.json, description }, this.example, this.named, this.isOptional);
  }

  /** Shows another example. */
  like(example: Value): Schema<Value, IsOptional> {
    return new Schema(this.json, example, this.named, this.isOptional);
  }
}

/** The TypeScript type of what a schema describes. */
export type Shape<Described> = Described extends Schema<infer Value, boolean> ? Value : never;

export type Members = Readonly<Record<string, Schema<unknown, boolean>>>;

/** The members that an object of this type has. A missing one does not compile. */
export type MembersOf<Value> = { readonly [Name in keyof Value]-?: Schema<Value[Name], boolean> };

type Optional<All extends Members> = { [Name in keyof All]: All[Name]['isOptional'] extends true ? Name : never }[keyof All];
type Whole<Value> = { [Name in keyof Value]: Value[Name] };
type ShapeOf<All extends Members> = Whole<
  { readonly [Name in Exclude<keyof All, Optional<All>>]: Shape<All[Name]> } & { readonly [Name in Optional<All>]?: Shape<All[Name]> }
>;

/** An object schema, whose members another one may take over: `object('TokenDetails', { ...TokenView.members, … })`. */
export type ObjectSchema<All extends Members> = Schema<ShapeOf<All>> & { readonly name: string; readonly members: All };

/** An object with these members and no others. The OpenAPI document lists it under `name`, which is that of its TypeScript type. */
export function object<All extends Members>(name: string, members: All): ObjectSchema<All> {
  const entries = Object.entries(members);
  const json = {
    type: 'object',
    properties: Object.fromEntries(entries.map(([member, { json: each }]) => [member, each])),
    required: entries.flatMap(([member, { isOptional }]) => (isOptional ? [] : [member])),
    additionalProperties: false,
  };
  const example = Object.fromEntries(entries.map(([member, { example: each }]) => [member, each])) as ShapeOf<All>;
  const named = Object.assign({}, ...entries.map(([, each]) => each.named), { [name]: json });
  return Object.assign(new Schema({ $ref: `#/components/schemas/${name}` }, example, named), { name, members });
}

export const text = (example: string) => new Schema<string>({ type: 'string' }, example);
export const id = new Schema<string>({ type: 'string', format: 'uuid' }, '01938c5e-7c00-7000-8000-000000000001');
/** ISO-8601 in UTC. */
export const time = new Schema<string>({ type: 'string', format: 'date-time' }, '2030-01-31T12:00:00.000Z');
export const integer = (example: number) => new Schema<number>({ type: 'integer' }, example);
export const flag = (example: boolean) => new Schema<boolean>({ type: 'boolean' }, example);
/** A credential that was made just now. */
export const credential = text('…').about('Shown once: it cannot be read again.');
export const alwaysNull = new Schema<null>({ type: 'null' }, null);

/** One of these values; the first is the example. */
export const oneOf = <const Value extends string | number | boolean>(values: readonly Value[]) =>
  new Schema<Value>({ enum: values }, values[0]);

export const list = <Item>({ json, example, named }: Schema<Item>) =>
  new Schema<readonly Item[]>({ type: 'array', items: json }, [example], named);

/** An object with a member for each of something, as by id. */
export const mapOf = <Item>({ json, example, named }: Schema<Item>, name: string) =>
  new Schema<Readonly<Record<string, Item>>>({ type: 'object', additionalProperties: json }, { [name]: example }, named);

/** Texts that somebody typed, by the names of their members: null where there is none, and once they were erased. */
export const opened = <Texts>(fields: readonly (keyof Texts & string)[], examples: Partial<Opened<Texts>>) =>
  Object.fromEntries(fields.map((field) => [field, text(examples[field] ?? 'As it was typed').orNull()])) as MembersOf<Opened<Texts>>;

/** Either the one or the other; the first is the example. */
export const either = <One, Other>(one: Schema<One>, other: Schema<Other>) =>
  new Schema<One | Other>({ anyOf: [one.json, other.json] }, one.example, { ...one.named, ...other.named });

/** A value of any form, where others say what it looks like. */
export const anything = (example: unknown) => new Schema<unknown>({}, example);

/** No content at all. */
export const nothing = new Schema<void>({}, undefined);
