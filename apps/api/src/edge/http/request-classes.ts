import { SetMetadata, type Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';

const readsKey = 'keyledger:reads';

/** What the body of a route looks like that reads it without the validation pipe. */
export const Reads = (body: Type) => SetMetadata(readsKey, body);

/** Nest's own metadata key for its parameter decorators, and its numbers for the kinds of parameters. */
const argumentsKey = '__routeArguments__';
const bodyArgument = 3;
const queryArgument = 4;

/** What a route declares that it reads; null where it declares nothing, which means that it takes nothing. */
export interface RequestClasses {
  readonly body: Type | null;
  readonly query: Type | null;
}

/** A body whose members a class names and `Reads` declares; their values are not validated. */
export type Sent<Class> = { readonly [Name in keyof Class]?: unknown } | undefined;

/** The classes that the method `name` of a controller declares. */
export function requestClassesOf(controller: Type, name: string): RequestClasses {
  const read: Type | undefined = Reflect.getMetadata(readsKey, controller.prototype[name]);
  return { body: read ?? argumentType(controller, name, bodyArgument), query: argumentType(controller, name, queryArgument) };
}

/** The members that a request of this class may have, inherited ones included. */
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
