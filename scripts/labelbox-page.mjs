import { documentLimits } from '#api/dialects/labelbox/graphql-document';
import { schemaText } from '#api/dialects/labelbox/graphql-schema';
import { labelboxCodeOf } from '#api/dialects/labelbox/labelbox-failure';
import { labelboxRoles } from '#api/dialects/labelbox/labelbox-roles';
import { statusOf } from '#api/edge/http/failure';

/** What is served of Labelbox's GraphQL, read from the code that serves it. */
export function labelboxPage(generated) {
  const intro = `The SDK of Labelbox works unchanged with \`POST /graphql\` as far as API keys, people and roles are concerned:
[with the SDK itself](../../test/compat/labelbox-sdk.spec.ts), and as its documents [without it](../../test/compat/labelbox-wire/sdk.spec.ts).
\`/_gql\` answers the same. The credential is an API key as \`Authorization: Bearer\`; nothing is told of a document before it was accepted.
What the schema does not have is refused as an invalid query.`;
  return `# GraphQL for clients of Labelbox\n\n${generated}\n\n${intro}\n\n${rolesSection()}\n\n${refusalsSection()}\n\n${limitsSection()}\n\n${schemaSection()}`;
}

function rolesSection() {
  const permissions = [...new Set(Object.values(labelboxRoles).flatMap((role) => role.permissions))];
  const head = `| permission | ${Object.values(labelboxRoles)
    .map(({ id, name }) => `${name} (\`${id}\`)`)
    .join(' | ')} |`;
  const rows = permissions.map((permission) => {
    const cells = Object.values(labelboxRoles).map((role) => (role.permissions.includes(permission) ? 'yes' : ''));
    return `| \`${permission}\` | ${cells.join(' | ')} |`;
  });
  return `## Roles\n\nThe SDK lets a caller choose a role for a key where the caller has all its permissions, and never Tenant Admin. What a
role may do, the [permission table](permissions.md) says; these names are for the SDK to compare.\n\n${head}\n|---|${'---|'.repeat(Object.keys(labelboxRoles).length)}\n${rows.join('\n')}`;
}

function refusalsSection() {
  const byCode = new Map();
  for (const [code, status] of Object.entries(statusOf)) {
    const labelboxCode = labelboxCodeOf({ status, code, detail: '' });
    byCode.set(labelboxCode, [...(byCode.get(labelboxCode) ?? []), `\`${code}\``]);
  }
  const rows = [...byCode].sort(([one], [other]) => (one < other ? -1 : 1)).map(([code, codes]) => `| \`${code}\` | ${codes.join(', ')} |`);
  return `## Refusals\n\nEvery error has a \`message\` and \`extensions.code\`, also those of the parser and of unknown addresses. A document that is
none is \`GRAPHQL_PARSE_FAILED\`, one that does not fit the schema or the limits \`GRAPHQL_VALIDATION_FAILED\`, a body of another form or a
variable of another type \`MALFORMED_REQUEST\`. Somebody whom nobody is, in a mutation, is \`OPERATION_NOT_ALLOWED\`: the SDK would take the
code of what is not found for success. At 429 there is a \`message\` beside the errors that begins with "You have exceeded". The SDK repeats
what is answered by 5xx, so that comes only before something was changed; a fault after that is \`INTERNAL_SERVER_ERROR\` at 200.
\n| code | refusals |\n|---|---|\n${rows.join('\n')}`;
}

function limitsSection() {
  const { tokens, depth, aliases, directives } = documentLimits;
  return `## Limits\n\nA body has at most 64 KiB, a document ${tokens} tokens, depth ${depth}, ${aliases} aliases, ${directives} directives, one operation and, in a
mutation, one field. A list of people has at most 100 rows, and all lists of a request together 1,000. There is no batch, no GET, no
subscription and no introspection: the schema stands here.`;
}

const schemaSection = () => `## Schema\n\n\`\`\`graphql\n${schemaText.trimEnd()}\n\`\`\``;
