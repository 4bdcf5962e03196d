import { differences } from '#api/dialects/label-studio/differences';
import { labelStudioRelease } from '#api/dialects/label-studio/release';

/** How the compatible surface differs from the original, as the tests ask for it. */
export function labelStudioPage(generated) {
  const intro = `Clients of Label Studio ${labelStudioRelease}, the official SDK among them, work unchanged with the routes under \`/api\`
that the API documentation lists. Where this server answers otherwise, it is on purpose, mostly because the open edition lets through what
an authority for credentials must not. [A test](../../test/compat/label-studio-wire/differences.spec.ts) asks for each line.`;
  const rows = Object.values(differences).map(({ theirs, ours, change }) => `| ${theirs} | ${ours} | ${change ?? 'Nothing.'} |`);
  const table = `| Label Studio | Keyledger | what a script must change |\n|---|---|---|\n${rows.join('\n')}`;
  return `# Differences from Label Studio\n\n${generated}\n\n${intro}\n\n${table}`;
}
