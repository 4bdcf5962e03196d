/** One way in which the `/api` surface and the sign-in form differ from Label Studio on purpose. */
export interface Difference {
  /** What Label Studio does, as measured on the release whose contract is followed. */
  readonly theirs: string;
  readonly ours: string;
  /** What a script that was written for Label Studio must change; null where none has to. */
  readonly change: string | null;
}

/** Every difference that a script can notice. The reference page is made of these, and a test asks for each. */
export const differences = {
  'bad-credential-beside-a-session': {
    theirs: 'A `Bearer` that is no good is forgotten where a session cookie comes with it.',
    ours: '401: a credential that was presented is never replaced by another one.',
    change: 'Send one credential, and replace it once it is refused.',
  },
  'two-credentials': {
    theirs: 'Of two `Authorization` headers one counts.',
    ours: '400: it is not known which was meant.',
    change: 'Send one.',
  },
  'access-token-as-api-key': {
    theirs: '`X-API-Key` takes legacy tokens alone.',
    ours: 'It takes access tokens and the credentials of service accounts as well, as newer versions and the SDK expect.',
    change: null,
  },
  'life-of-access-tokens': {
    theirs: 'An access token lives for 300 seconds, whatever becomes of the personal token that it was made from.',
    ours: 'It lives for 290 seconds, is taken for 10 more, and ends at once when that token is rotated, revoked or switched off.',
    change: 'On a 401 exchange the personal token again, or get a new one. The SDK exchanges by itself.',
  },
  'exchange-while-switched-off': {
    theirs: 'A personal token is exchanged also while the organization has switched that kind off.',
    ours: '401: what is switched off opens nothing.',
    change: null,
  },
  'secrets-by-credentials': {
    theirs: 'An access token shows and renews the legacy token of the same person.',
    ours: '403 unless a session asks whose password was checked in the last 15 minutes, or the owners set `apiCredentialsMayIssue`.',
    change: 'Read and renew it in a session, or have an owner set `apiCredentialsMayIssue`.',
  },
  'rotating-for-others': {
    theirs: 'Anyone may rotate a token that they hold the text of.',
    ours: '400: only its owner rotates it.',
    change: 'Rotate with a credential of the owner.',
  },
  'what-is-blacklisted': {
    theirs: 'Any JWT is taken, also an access token, also without `Authorization`.',
    ours: 'The owner revokes personal tokens, whole or as they are listed: otherwise 404, and 401 without a credential.',
    change: 'Send a credential of the owner. Anyone who holds the whole token may end it at `POST /oauth/revoke`.',
  },
  'who-changes-settings': {
    theirs: 'Every member may `POST /api/jwt/settings`.',
    ours: '403 below administrator; to switch a kind on takes a session whose password was checked in the last 15 minutes.',
    change: 'Use the session of an administrator.',
  },
  'left-out-switches': {
    theirs: 'A form that leaves a switch out switches it off.',
    ours: 'What is left out stays as it is, in forms as in JSON.',
    change: 'Name each switch that is to change.',
  },
  'days-to-live': {
    theirs: '`api_token_ttl_days` is ignored.',
    ours: 'It counts, from 1 to 73000, as in the Enterprise edition; otherwise 400. Left out, it stays as it is.',
    change: 'Leave it out, or name the days that are meant.',
  },
  'whoami-members': {
    theirs: '`username` may be another one than the address, and `permissions` names all that there are.',
    ours: '`username` is the address, and `permissions` names what this product has, by role. Members of the Enterprise edition are there.',
    change: 'Compare `email`, and ask for permissions by name.',
  },
  milliseconds: {
    theirs: 'Times have microseconds.',
    ours: 'Times have milliseconds, but for `last_activity`.',
    change: null,
  },
  'sign-in-form': {
    theirs: 'A refused sign-in is 200, a CSRF token is needed, and without `persist_session` the cookie ends with the browser.',
    ours: 'A refused sign-in is 401, or 400 where something is missing. No CSRF token is needed, and the cookie outlives the browser.',
    change: 'Look at the status.',
  },
  'signing-out': {
    theirs: '`GET /logout` signs out.',
    ours: '404: a question changes nothing. `DELETE /v1/sessions/current` signs out.',
    change: 'Send that.',
  },
  'unknown-addresses': {
    theirs: 'An address that there is not is answered with an HTML page.',
    ours: '404 with the envelope of other errors, in JSON.',
    change: null,
  },
  methods: {
    theirs: '`OPTIONS` describes a route, and `/health` and `/api/version` take any method.',
    ours: '405.',
    change: 'Ask by `GET`.',
  },
  'version-members': {
    theirs: '`/api/version` says whether there is a newer release.',
    ours: 'It names the release whose contract is followed, and asks no registry.',
    change: null,
  },
  'other-origins': {
    theirs: 'Pages of any origin may call the API (CORS).',
    ours: 'They may not.',
    change: 'Call from a server, or from a page of the same origin.',
  },
  'session-cookies': {
    theirs: 'Nearly every answer sets `sessionid`, and answers may be cached.',
    ours: 'Only a sign-in sets a cookie, and every answer says `no-store`.',
    change: null,
  },
} as const satisfies Readonly<Record<string, Difference>>;
