import type { FastifyRequest } from 'fastify';

/** Whether the client names this media type as one that it takes. A wildcard names none, and every program sends one. */
function accepts({ headers }: FastifyRequest, type: string): boolean {
  const ranges = (headers.accept ?? '').toLowerCase().split(',');
  return ranges.some((range) => {
    const [name, ...parameters] = range.split(';').map((part) => part.trim());
    return name === type && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

/** Whether a browser asks for a page, and not a program or the script of a page. */
export const acceptsHtml = (request: FastifyRequest): boolean => accepts(request, 'text/html');

/** Whether a program asks that sends a form and reads JSON. */
export const acceptsOnlyJson = (request: FastifyRequest): boolean =>
  !acceptsHtml(request) && (accepts(request, 'application/json') || accepts(request, 'application/problem+json'));
