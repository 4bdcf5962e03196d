import type { FastifyRequest } from 'fastify';

/** How much the client wants what has this name, from 0 to 1: a wildcard names nothing, and every program sends one. */
function qualityIn(header: string | string[] | undefined, wanted: string): number {
  const ranges = String(header ?? '')
    .toLowerCase()
    .split(',');
  const qualities = ranges.flatMap((range) => {
    const [name, ...parameters] = range.split(';').map((part) => part.trim());
    const quality = parameters.map((parameter) => /^q=([\d.]+)$/.exec(parameter)?.[1]).find((each) => each !== undefined);
    return name === wanted ? [Number(quality ?? 1)] : [];
  });
  return Math.max(0, ...qualities);
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

/** The encoding of these that the client wants most, the first of equals; null where it wants none. */
export function preferredEncoding<Encoding extends string>({ headers }: FastifyRequest, offered: readonly Encoding[]): Encoding | null {
  const quality = (encoding: string) => qualityIn(headers['accept-encoding'], encoding);
  const [best] = [...offered].sort((one, other) => quality(other) - quality(one));
  return best !== undefined && quality(best) > 0 ? best : null;
}
