import { type Schema, text } from './schema.js';

const returnsKey = 'keyledger:returns';
/** Nest's own metadata key for what `@Header` declares. */
const headersKey = '__headers__';

/** What a route answers when it succeeds, in one media type. */
export interface Returned {
  readonly type: string;
  readonly schema: Schema<unknown>;
}

type Handler = (...parameters: never[]) => unknown;

/** Assignability in both directions would not see a member that may be left out, so the types themselves are compared. */
type IsSame<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** A descriptor of this type has no value to be made of, and its name is what the compiler says. */
interface TheHandlerReturnsAnotherTypeThanItsSchema {
  readonly schema: never;
}

/**
 * Declares what a handler returns, as JSON. A handler whose type has another member, or lacks one, does not compile. An answer of `nothing`
 * has no content; a route that answers 204 or leads elsewhere declares nothing at all.
 */
export const Returns =
  <Value>(schema: Schema<Value>) =>
  <Handled extends Handler>(
    _controller: object,
    _name: string,
    descriptor: TypedPropertyDescriptor<Handled> &
      (IsSame<Awaited<ReturnType<Handled>>, Value> extends true ? unknown : TheHandlerReturnsAnotherTypeThanItsSchema),
  ): void =>
    declare(descriptor.value as object, { type: 'application/json', schema });

/** Declares what a handler writes to the reply itself, beside what it returns: of a stream of lines, the schema of one. */
export const Sends =
  (type: string, schema: Schema<unknown>): MethodDecorator =>
  (_controller, _name, descriptor) =>
    declare(descriptor.value as object, { type, schema });

function declare(handler: object, returned: Returned): void {
  const others: readonly Returned[] = Reflect.getMetadata(returnsKey, handler) ?? [];
  Reflect.defineMetadata(returnsKey, [returned, ...others], handler);
}

/** What a handler declares, a text where its `Content-Type` is that of a page; null where it declares nothing. */
export function returnedBy(handler: object): readonly Returned[] | null {
  const declared: readonly Returned[] | undefined = Reflect.getMetadata(returnsKey, handler);
  if (declared) return declared;
  const headers: readonly { name: string; value: string }[] = Reflect.getMetadata(headersKey, handler) ?? [];
  const type = headers.find(({ name }) => name === 'Content-Type')?.value.split(';')[0];
  return type && !type.endsWith('json') ? [{ type, schema: text('…') }] : null;
}
