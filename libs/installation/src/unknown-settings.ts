/** Settings that are gone, and for each the sentence that says what replaced it. One that is still set stops the start. */
export const removedSettings = {
  KEYLEDGER_TRUSTED_ORIGINS:
    'it permitted nothing that a browser could use, since no cookie travels to another site. Pages are served from the address of ' +
    'this server, through a proxy if need be; programs elsewhere send a credential in a header.',
} as const;

/** What other programs of this project read. They share the prefix with the settings of the server and are often set beside them. */
const ofOtherPrograms = new Set([
  ...['KEYLEDGER_URL', 'KEYLEDGER_TOKEN', 'KEYLEDGER_EMAIL', 'KEYLEDGER_PASSWORD'],
  ...['KEYLEDGER_PYTHON', 'KEYLEDGER_NGINX', 'KEYLEDGER_CC', 'KEYLEDGER_CURL', 'KEYLEDGER_PROMETHEUS'],
  ...['KEYLEDGER_BASH', 'KEYLEDGER_ZSH', 'KEYLEDGER_FISH'],
]);

/** What Kubernetes sets in each container of a namespace that has a Service named keyledger. */
const ofKubernetes = /^KEYLEDGER_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/;

const editsMax = 2;

/**
 * What is to be said of variables that look like settings and are none.
 *
 * @param known the names of all settings
 * @returns `refusal`, the sentence that stops the start because a setting was removed or misspelt, or null; `warnings`, a sentence for
 *   each other name. Neither holds a value: what stands in an unknown variable may be a credential.
 */
export function unknownSettings(environment: NodeJS.ProcessEnv, known: readonly string[]): { refusal: string | null; warnings: string[] } {
  const candidates = [...known.filter((name) => name.startsWith('KEYLEDGER_')), ...Object.keys(removedSettings)];
  const warnings: string[] = [];
  for (const name of Object.keys(environment).filter((key) => environment[key] && isNobodys(key, known))) {
    if (name in removedSettings) return refused(`${name} is no longer a setting: ${removedSettings[name as keyof typeof removedSettings]}`);
    const [meant] = candidates.filter((other) => editsBetween(name, other) <= editsMax).sort(byDistanceFrom(name));
    if (meant) return refused(`${printable(name)} is no setting; ${meant} may be meant. Correct the name, or remove the variable.`);
    warnings.push(`${printable(name)} is set, but is no setting of Keyledger, and changes nothing.`);
  }
  return { refusal: null, warnings };
}

const refused = (refusal: string) => ({ refusal, warnings: [] });

function isNobodys(name: string, known: readonly string[]): boolean {
  if (!name.startsWith('KEYLEDGER_') || known.includes(name)) return false;
  return !name.startsWith('KEYLEDGER_TEST_') && !ofOtherPrograms.has(name) && !ofKubernetes.test(name);
}

/** A name may hold anything but an equals sign, line ends included. */
const printable = (name: string) => name.replace(/[^\w.-]/g, '?').slice(0, 100);

const byDistanceFrom = (name: string) => (a: string, b: string) => editsBetween(name, a) - editsBetween(name, b);

/** How many characters have to be inserted, deleted or replaced to make `to` of `from` (Levenshtein). */
function editsBetween(from: string, to: string): number {
  // Much longer or shorter names need no table.
  if (Math.abs(from.length - to.length) > editsMax) return editsMax + 1;
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, character] of [...from].entries()) {
    const current = [row + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = previous[column - 1] + (character === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column] + 1, current[column - 1] + 1));
    }
    previous = current;
  }
  return previous[to.length];
}
