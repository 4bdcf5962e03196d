import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnswerCheck } from './answer-check.js';

/** Set while every suite is run: scripts/seen-members.mjs compares afterwards what all of them wrote there. */
const folder = process.env.KEYLEDGER_TEST_SEEN_MEMBERS;
const written = new Set<string>();

/** Writes down which members of answers are documented and which were seen; `isWhole` says whether the document is that of the product. */
export function writeSeenMembers(check: Pick<AnswerCheck, 'documented' | 'seen'>, isWhole: boolean): void {
  if (folder === undefined) return;
  write(folder, 'seen', [...check.seen]);
  if (isWhole) write(folder, 'documented', check.documented);
}

/** A worker runs one suite at a time, so nothing else writes to its file meanwhile. */
function write(to: string, what: string, members: readonly string[]): void {
  const lines = members.map((member) => `${what} ${member}\n`).filter((line) => !written.has(line));
  for (const line of lines) written.add(line);
  appendFileSync(join(to, `${process.pid}.txt`), lines.join(''));
}
