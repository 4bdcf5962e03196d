import { SetMetadata, type Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';

const readsKey = 'keyledger:reads';

/** What a body looks like that a route reads without the validation pipe. */
export const Reads = (body: Type) => SetMetadata(readsKey, body);

/** Nest's own name of what its parameter decorators leave behind, and its numbers of the kinds of parameters. */
const argumentsKey = '__routeArguments__';
const bodyArgument = 3;
const queryArgument = 4;

/** What a route says that it is sent; null where it says nothing, for then it takes nothing. */
export interface RequestClasses {
  readonly body: Type | null;
  readonly query: Type | null;
}

/** A body whose members a class names, and that `Reads` declares: nothing has checked what they are. */
export type Sent<Class> = { readonly [Name in keyof Class]?: unknown } | undefined;

/** The classes that the method `name` of a controller declares. */
export function requestClassesOf(controller: Type, name: string): RequestClasses {
  const read: Type | undefined = Reflect.getMetadata(readsKey, controller.prototype[name]);
  return { body: read ?? argumentType(controller, name, bodyArgument), query: argumentType(controller, name, queryArgument) };
}

/** The members that a request of this class may have, those of the classes above it included. */
export function namesOf(type: Type | null): ReadonlySet<string> {
  const checks = type === null ? [] : getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
  return new Set(checks.map(({ propertyName }) => propertyName));
}

function argumentType(controller: Type, name: string, kind: number): Type | null {
  const argumentsOf: Record<string, { index: number }> = Reflect.getMetadata(argumentsKey, controller, name) ?? {};
  const key = Object.keys(argumentsOf).find((each) => each.startsWith(`${kind}:`));
  const types: Type[] = Reflect.getMetadata('design:paramtypes', controller.prototype, name) ?? [];
  const type = key === undefined ? undefined : types[argumentsOf[key].index];
  return type === undefined || (type as unknown) === Object ? null : type;
}
