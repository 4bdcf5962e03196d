/** What a test sends. */
export interface Sent {
  readonly headers?: Record<string, string>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a form. */
  readonly form?: Record<string, string>;
  readonly rawBody?: string | Buffer;
}

/** The headers and the body of a request. */
export function written({ headers = {}, body, form, rawBody }: Sent): { headers: Record<string, string>; payload?: string | Buffer } {
  const type = form ? 'application/x-www-form-urlencoded' : body === undefined && rawBody === undefined ? undefined : 'application/json';
  const payload = form ? new URLSearchParams(form).toString() : (rawBody ?? (body === undefined ? undefined : JSON.stringify(body)));
  return { headers: { ...(type && { 'content-type': type }), ...headers }, payload };
}
