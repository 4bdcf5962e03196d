import { describe, expect, it } from '@jest/globals';
import { widthOf } from '#cli/output/display-width';
import { escaped, printable } from '#cli/output/printable';
import { relativeTime } from '#cli/output/relative-time';
import { hasColours } from '#cli/output/style';
import { type Look, members, table as tableOf } from '#cli/output/table';

const plain = (_: unknown, text: string) => text;
const table = (rows: Parameters<typeof tableOf>[0], names: readonly string[], look: Look) => tableOf(rows, names, look).text;
const now = Date.parse('2030-01-31T12:00:00Z');
const look = (columns: number | null, nowMs: number | null = null) => ({ columns, nowMs, paint: plain });
const id = '0190b1a0-0000-7000-8000-000000000001';
const long = 'a name that somebody made very long, because nobody keeps anybody from it';
const rows = [
  { kind: 'personal', name: long, owner: 'somebody-with-a-long-address@subsidiary.example.org', id },
  { kind: 'personal', name: 'laptop', owner: 'a@example.org', id },
];

describe('A table', () => {
  it('is printed whole where nobody watches', () => {
    const lines = table(rows, ['kind', 'name', 'owner', 'id'], look(null)).split('\n');
    expect(lines[0]).toMatch(/^KIND {6}NAME +OWNER +ID$/);
    expect(lines[1]).toContain(long);
  });

  it('fits the terminal: the widest texts end with an ellipsis, and ids are whole', () => {
    const lines = table(rows, ['kind', 'name', 'owner', 'id'], look(90)).trimEnd().split('\n');
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(90);
    expect(lines[1]).toMatch(/^personal {2}a name that .*… {2}somebody-with.*… {2}/);
    for (const line of lines.slice(1)) expect(line.endsWith(id)).toBe(true);
  });

  it('leaves out columns before it cuts an id, a number or a time, or leaves nothing of a text; the first and the ids never', () => {
    const row = { kind: 'x', id, stream: `token-${id}`, number: 123_456, createdAt: '2030-01-31T12:00:00.000Z', name: long };
    const names = Object.keys(row);
    const { text, leftOut } = tableOf([row], names, look(80));
    expect(leftOut).toEqual(['stream', 'number', 'createdAt']);
    expect(text.split('\n')[1]).toMatch(/^x {5}0190b1a0-\S{27} {2}a name that .*…$/);
    expect(tableOf([row], names, look(20)).text.split('\n')[1]).toBe(`x     ${id}  a name that…`);
    expect(tableOf([row], names, look(null)).leftOut).toEqual([]);
  });

  it('cuts no id within a text, and no item of a list', () => {
    const row = { details: `{"token":"${id}"}`, workspaceIds: ['alpha', 'beta', 'gamma', 'delta', 'epsilon'] };
    const [, line] = table([row], ['details', 'workspaceIds'], look(50)).split('\n');
    expect(line).toMatch(/^\{"token":"… +alpha,beta,(gamma,)?(delta,)?…$/);
  });

  it('is in line whatever the names are made of', () => {
    const names = ['東京サーバー', '👨‍👩‍👧‍👦 family', 'سلام', 'plain'];
    const lines = table(
      names.map((name) => ({ name, id })),
      ['name', 'id'],
      look(200),
    )
      .trimEnd()
      .split('\n');
    const before = lines.slice(1).map((line) => widthOf(line.slice(0, line.indexOf(id))));
    expect(new Set(before).size).toBe(1);
  });

  it('shows times as how long from now at a terminal', () => {
    const row = { createdAt: '2030-01-28T12:00:00.000Z', expiresAt: '2030-01-31T14:00:00.000Z', lastUsedAt: null };
    const columns = Object.keys(row);
    expect(table([row], columns, look(100, now)).split('\n')[1]).toBe('3 days ago  in 2 hours  -');
    expect(table([row], columns, look(100)).split('\n')[1]).toContain('2030-01-28T12:00:00.000Z');
  });

  it('colours headings and how something stands, and counts no colour as a column', () => {
    const paint = (style: string | null, text: string) => (style ? `<${style}>${text}</>` : text);
    const [heading, first, second] = table(
      [
        { state: 'active', name: 'active' },
        { state: 'revoked', name: 'x' },
      ],
      ['state', 'name'],
      { columns: 80, nowMs: null, paint },
    ).split('\n');
    expect([heading, first, second]).toEqual(['<bold>STATE</>    <bold>NAME</>', '<green>active</>   active', '<red>revoked</>  x']);
  });
});

describe('One thing', () => {
  it('says both when, and how long from now', () => {
    const thing = { name: 'laptop', createdAt: '2030-01-30T12:00:00.000Z', expiresAt: null };
    expect(members(thing, look(80, now))).toBe('name       laptop\ncreatedAt  2030-01-30T12:00:00.000Z (24 hours ago)\nexpiresAt  -\n');
    expect(members(thing, look(null))).toBe('name       laptop\ncreatedAt  2030-01-30T12:00:00.000Z\nexpiresAt  -\n');
  });
});

describe('A time from now', () => {
  it.each([
    [-400, '0 seconds ago'],
    [-59_000, '59 seconds ago'],
    [59_700, 'in 1 minute'],
    [59 * 60_000, 'in 59 minutes'],
    [59.9 * 60_000, 'in 1 hour'],
    [-47 * 3_600_000, '47 hours ago'],
    [30 * 86_400_000 - 900, 'in 30 days'],
    [365 * 86_400_000, 'in 12 months'],
    [-3 * 365 * 86_400_000, '3 years ago'],
  ])('%i ms away is %s', (ms, text) => expect(relativeTime(new Date(now + ms).toISOString(), now)).toBe(text));
});

describe('Colours', () => {
  it.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: false }, {}, false],
    [{}, {}, false],
    [{ isTTY: true }, { NO_COLOR: '1' }, false],
    [{ isTTY: true }, { NO_COLOR: '' }, true],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
    [{ isTTY: false }, { FORCE_COLOR: '1' }, true],
    [{ isTTY: true }, { FORCE_COLOR: '0' }, false],
    [{ isTTY: true }, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('of %j with %j: %p', (stream, environment, expected) => expect(hasColours(stream, environment)).toBe(expected));
});

describe('Texts of others', () => {
  const control = ['\u001b', '\u0007', '\r', '\u009b', '\u202e', '\u200b', '\u2066', '\ufeff', '\ud800'];

  it.each(control)('with %j cannot move the cursor or turn the line', (character) => {
    expect(printable(`a${character}[2Jb`)).toBe('a\ufffd[2Jb');
    const document = JSON.stringify({ name: `a${character}b` });
    expect(escaped(document)).not.toContain(character);
    expect(JSON.parse(escaped(document))).toEqual(JSON.parse(document));
  });

  it('keep the joiners that letters and emoji need', () => {
    const joined = 'نامه\u200cای 👨‍👩‍👧‍👦\n';
    expect(printable(joined)).toBe(joined);
  });
});
