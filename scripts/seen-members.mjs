import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Returns a sentence for each member of an answer that is documented and that no suite saw, from the files that the suites wrote. */
export function unseenMembers(folder) {
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
  const of = (what) => new Set(lines.filter((line) => line.startsWith(`${what} `)).map((line) => line.slice(what.length + 1)));
  const seen = of('seen');
  const documented = [...of('documented')].sort();
  if (documented.length === 0) return ['No suite wrote down which members of answers it saw.'];
  return documented
    .filter((member) => !seen.has(member))
    .map((member) => `No suite saw a value of ${member}, which the OpenAPI document has.`);
}
