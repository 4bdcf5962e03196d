import type { Failure } from '../../edge/http/failure.js';

/** OAuth's own words for a refusal (RFC 6749 §5.2, RFC 7009 §2.2.1), as further members of the problem document. */
export function oauthMembers({ status, code, detail }: Failure): { error: string; error_description: string } {
  return { error: errorOf(status, code), error_description: detail };
}

function errorOf(status: number, code: Failure['code']): string {
  if (code === 'token/not-revocable') return 'unsupported_token_type';
  if (status === 401) return 'invalid_client';
  if (status === 503) return 'temporarily_unavailable';
  return status >= 500 ? 'server_error' : 'invalid_request';
}
