import type { FastifyRequest } from 'fastify';

interface Range {
  readonly name: string;
  /** From 0 to 1. */
  readonly quality: number;
}

function rangesOf(header: string | string[] | undefined): Range[] {
  const ranges = String(header ?? '')
    .toLowerCase()
    .split(',');
  return ranges.map((range) => {
    const [name, ...parameters] = range.split(';').map((part) => part.trim());
    const quality = parameters.map((parameter) => /^q=([\d.]+)$/.exec(parameter)?.[1]).find((each) => each !== undefined);
    return { name, quality: Number(quality ?? 1) };
  });
}

/** How much the client wants what has this name, from 0 to 1: a wildcard names nothing, and every program sends one. */
function qualityIn(header: string | string[] | undefined, wanted: string): number {
  return Math.max(0, ...rangesOf(header).map(({ name, quality }) => (name === wanted ? quality : 0)));
}

const qualityOf = ({ headers }: FastifyRequest, type: string): number => qualityIn(headers.accept, type);

const accepts = (request: FastifyRequest, type: string): boolean => qualityOf(request, type) > 0;

/** Whether a browser asks for a page, and not a program or the script of a page. */
export const acceptsHtml = (request: FastifyRequest): boolean => accepts(request, 'text/html');

/** Whether a program asks that sends a form and reads JSON. */
export const acceptsOnlyJson = (request: FastifyRequest): boolean =>
  !acceptsHtml(request) && (accepts(request, 'application/json') || accepts(request, 'application/problem+json'));

/** Whether a list is asked for as a table rather than as JSON, which is the usual form. */
export const prefersCsv = (request: FastifyRequest): boolean => qualityOf(request, 'text/csv') > qualityOf(request, 'application/json');

/**
 * Whether the client can read one of these types, or does not say what it can. JSON is what every answer and every refusal is made of, so
 * a client that asks for it is taken to read lines of it, too; and a browser that asks for a page shows whatever comes.
 */
export function acceptsOneOf({ headers: { accept } }: FastifyRequest, types: readonly string[]): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  const isRead = (name: string) => name.includes('*') || name === 'text/html' || /[/+]json$/.test(name) || types.includes(name);
  const wanted = rangesOf(accept).filter(({ quality }) => quality > 0);
  return wanted.length === 0 || wanted.some(({ name }) => isRead(name));
}

/** The encoding of these that the client wants most, the first of equals; null where it wants none. */
export function preferredEncoding<Encoding extends string>({ headers }: FastifyRequest, offered: readonly Encoding[]): Encoding | null {
  const quality = (encoding: string) => qualityIn(headers['accept-encoding'], encoding);
  const [best] = [...offered].sort((one, other) => quality(other) - quality(one));
  return best !== undefined && quality(best) > 0 ? best : null;
}
