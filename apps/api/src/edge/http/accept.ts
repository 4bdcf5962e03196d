import type { FastifyRequest } from 'fastify';

/** How much the client wants this media type, from 0 to 1, by its name: a wildcard names none, and every program sends one. */
function qualityOf({ headers }: FastifyRequest, type: string): number {
  const ranges = (headers.accept ?? '').toLowerCase().split(',');
  const qualities = ranges.flatMap((range) => {
    const [name, ...parameters] = range.split(';').map((part) => part.trim());
    const quality = parameters.map((parameter) => /^q=([\d.]+)$/.exec(parameter)?.[1]).find((each) => each !== undefined);
    return name === type ? [Number(quality ?? 1)] : [];
  });
  return Math.max(0, ...qualities);
}

const accepts = (request: FastifyRequest, type: string): boolean => qualityOf(request, type) > 0;

/** Whether a browser asks for a page, and not a program or the script of a page. */
export const acceptsHtml = (request: FastifyRequest): boolean => accepts(request, 'text/html');

/** Whether a program asks that sends a form and reads JSON. */
export const acceptsOnlyJson = (request: FastifyRequest): boolean =>
  !acceptsHtml(request) && (accepts(request, 'application/json') || accepts(request, 'application/problem+json'));

/** Whether a list is asked for as a table rather than as JSON, which is the usual form. */
export const prefersCsv = (request: FastifyRequest): boolean => qualityOf(request, 'text/csv') > qualityOf(request, 'application/json');
