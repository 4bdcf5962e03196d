import { documentLimits } from '#api/dialects/labelbox/graphql-document';
import { schemaText } from '#api/dialects/labelbox/graphql-schema';
import { labelboxCodeOf } from '#api/dialects/labelbox/labelbox-failure';
import { labelboxRoles } from '#api/dialects/labelbox/labelbox-roles';
import { statusOf } from '#api/edge/http/failure';

const intro = `The SDK of Labelbox works unchanged with \`POST /graphql\` as far as API keys, people and roles are concerned. This is tested
[with the SDK itself](../../test/compat/labelbox-sdk.spec.ts), and
[by the documents that it sends](../../test/compat/labelbox-wire/sdk.spec.ts).
\`/_gql\` answers the same. The credential is an API key as \`Authorization: Bearer\`; nothing is told of a document before it was accepted.
What the schema does not have is refused as an invalid query.`;

const aboutRoles = `The SDK lets a caller choose a role for a key if the caller has all permissions of that role, and never Tenant
Admin. What a role may do, the [permission table](permissions.md) says; these names are for the SDK to compare.`;

const aboutRefusals = `Every error has a \`message\` and \`extensions.code\`, also those of the parser and of unknown addresses. A
document that cannot be parsed is \`GRAPHQL_PARSE_FAILED\`, one that does not fit the schema or the limits
\`GRAPHQL_VALIDATION_FAILED\`, a body of another form or a variable of another type \`MALFORMED_REQUEST\`. A mutation about an unknown
person is \`OPERATION_NOT_ALLOWED\`, because the SDK would take \`RESOURCE_NOT_FOUND\` for success. At 429 a \`message\` beside the errors
begins with "You have exceeded". The SDK repeats what is answered by 5xx, so that is answered only before something was changed; a fault
after that is \`INTERNAL_SERVER_ERROR\` at 200.`;

const aboutLimits = ({ tokens, depth, aliases, directives }) => `A body has at most 64 KiB, a document ${tokens} tokens, depth ${depth},
${aliases} aliases, ${directives} directives, one operation and, in a mutation, one field. A list of people has at most 100 rows, and all
lists of people in a request have 1,000 together. There is no batch, no GET, no subscription and no introspection: the schema stands here.`;

/** What is served of Labelbox's GraphQL, read from the code that serves it. */
export function labelboxPage(generated) {
  const sections = {
    Roles: `${aboutRoles}\n\n${rolesTable()}`,
    Refusals: `${aboutRefusals}\n\n${refusalsTable()}`,
    Limits: aboutLimits(documentLimits),
    Schema: `\`\`\`graphql\n${schemaText.trimEnd()}\n\`\`\``,
  };
  const texts = Object.entries(sections).map(([title, text]) => `## ${title}\n\n${text}`);
  return ['# GraphQL for clients of Labelbox', generated, intro, ...texts].join('\n\n');
}

function rolesTable() {
  const roles = Object.values(labelboxRoles);
  const permissions = [...new Set(roles.flatMap((role) => role.permissions))];
  const head = `| permission | ${roles.map(({ id, name }) => `${name} (\`${id}\`)`).join(' | ')} |\n|---|${'---|'.repeat(roles.length)}`;
  const rows = permissions.map((permission) => {
    const cells = roles.map((role) => (role.permissions.includes(permission) ? 'yes' : ''));
    return `| \`${permission}\` | ${cells.join(' | ')} |`;
  });
  return [head, ...rows].join('\n');
}

function refusalsTable() {
  const byCode = new Map();
  for (const [code, status] of Object.entries(statusOf)) {
    const labelboxCode = labelboxCodeOf({ status, code, detail: '' });
    byCode.set(labelboxCode, [...(byCode.get(labelboxCode) ?? []), `\`${code}\``]);
  }
  const inOrder = [...byCode].sort(([one], [other]) => (one < other ? -1 : 1));
  return ['| code | refusals |\n|---|---|', ...inOrder.map(([code, codes]) => `| \`${code}\` | ${codes.join(', ')} |`)].join('\n');
}
