import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { prefersCsv } from './accept.js';
import { type CsvValue, csvRow } from './csv.js';
import type { Page } from './page-request.js';
import { Sends } from './returns.js';
import { type JsonSchema, type Members, type ObjectSchema, type Shape, text } from './schema.js';

const csvColumnsKey = 'keyledger:csv-columns';

/** The names of the members that lead to a value: `['owner', 'name']`. */
type Column = readonly string[];

/** Writes a page as a table where a client asks for it; the next page is in the `Link` header then, since no row has room for a cursor. */
@Injectable()
export class CsvInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    reply.header('Vary', 'Accept');
    if (!isCsvAsked(request)) return next.handle();
    const columns = this.reflector.get<readonly Column[]>(csvColumnsKey, context.getHandler());
    return next.handle().pipe(
      map(({ items, nextCursor }: Page<unknown>) => {
        reply.type('text/csv; charset=utf-8');
        if (nextCursor !== null) reply.header('Link', `<${queryOfNext(request.url, nextCursor)}>; rel="next"`);
        const rows = items.map((item) => columns.map((column) => cell(item, column)));
        return [columns.map((column) => column.join('.')), ...rows].map(csvRow).join('');
      }),
    );
  }
}

/**
 * The route answers its page of `item` also as CSV: a column for each member, in which those of objects within it are flattened with dots
 * (`owner.name`), and lists and other nested values are JSON. Stands below `@Returns`, whose JSON comes first. The request's class extends
 * `TableRequest`.
 */
export const AlsoInCsv = <All extends Members>(item: ObjectSchema<All>) => {
  const columns = columnsOf(item.json, item.named, []);
  const schema = text(csvRow(columns.map((column) => column.join('.')))).about(
    'A row of names, and one for each item. The `Link` header leads to the next page.',
  );
  const decorate = applyDecorators(SetMetadata(csvColumnsKey, columns), UseInterceptors(CsvInterceptor), Sends('text/csv', schema));
  return <Handled extends (...parameters: never[]) => Promise<Page<Shape<ObjectSchema<All>>>>>(
    controller: object,
    name: string,
    descriptor: TypedPropertyDescriptor<Handled>,
  ): void => decorate(controller, name, descriptor);
};

/** The form that the address asks for, which nothing has checked yet; undefined for none. */
export const formatIn = (request: FastifyRequest): unknown => (request.query as { readonly format?: unknown }).format;

/** What the address says goes before what the client takes in general, since a person can type it. */
function isCsvAsked(request: FastifyRequest): boolean {
  const format = formatIn(request);
  return format === undefined ? prefersCsv(request) : format === 'csv';
}

function columnsOf(json: JsonSchema, named: Readonly<Record<string, JsonSchema>>, path: Column): readonly Column[] {
  const properties = propertiesOf(json, named);
  if (!properties) return [path];
  return Object.entries(properties).flatMap(([member, each]) => columnsOf(each, named, [...path, member]));
}

/** The members of an object that has a name, also where it may be null; undefined for anything else. */
function propertiesOf({ $ref, anyOf }: JsonSchema, named: Readonly<Record<string, JsonSchema>>) {
  const alternatives = (anyOf as readonly JsonSchema[] | undefined)?.filter(({ type }) => type !== 'null') ?? [];
  const reference = alternatives.length === 1 ? alternatives[0].$ref : $ref;
  if (typeof reference !== 'string') return undefined;
  return named[reference.split('/').at(-1) as string].properties as Readonly<Record<string, JsonSchema>>;
}

function cell(item: unknown, column: Column): CsvValue {
  const value = column.reduce<unknown>(
    (within, member) => (within as Readonly<Record<string, unknown>> | null | undefined)?.[member],
    item,
  );
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as CsvValue);
}

/** Relative to the address that was asked for, so it holds under each name that this server has. */
function queryOfNext(url: string, cursor: string): string {
  const query = new URLSearchParams(url.split('?')[1]);
  query.set('cursor', cursor);
  return `?${query}`;
}
