import { type Goods, type Hostile, mutated, pick, printable, type Random } from './mutations.js';

/** J: paths and methods that are spelt otherwise, without a credential. */
export const path = (random: Random, { paths }: Goods): Hostile => {
  const plain = pick(random, paths);
  const at = 1 + random(plain.length - 1);
  const spelt = pick(random, [
    () => plain,
    () => plain.toUpperCase(),
    () => `/${plain}`,
    () => `${plain}//`,
    () => `${plain}/..${plain}`,
    () => `/.${plain}`,
    () => `${plain.slice(0, at)}%${plain.charCodeAt(at).toString(16)}${plain.slice(at + 1)}`,
    () => `${plain};x=1`,
    () => `${plain}%2f`,
    () => `${plain}%00`,
    () => `${plain}?${'a=b&'.repeat(random(50))}`,
    () => plain.replaceAll('/', '%5c'),
    () => `${plain}/%c0%af`,
    () => plain.slice(0, at),
  ])();
  return { method: pick(random, ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']), path: spelt };
};

/** K: keys, positions, cursors and conditions. */
export const header = (random: Random, { cookie, position }: Goods): Hostile => {
  const [log] = position.split(':');
  const place = pick(random, [
    '',
    'x',
    '-1',
    `${log}:-1`,
    `${log}:1.5`,
    `${log}:`,
    ':1',
    `${log}:0x1`,
    `${log}:${'9'.repeat(30)}`,
    `00000000-0000-7000-8000-000000000000:1`,
    mutated(position, random).slice(0, 60),
  ]);
  return pick<Hostile>(random, [
    { method: 'GET', path: `/v1/activity?cursor=${encodeURIComponent(place)}&x=1`, headers: { cookie } },
    { method: 'GET', path: `/v1/activity/replay?after=${encodeURIComponent(place)}&x=1`, headers: { cookie } },
    {
      method: 'PATCH',
      path: '/v1/organization',
      rawBody: '{"personalAccessTokenTtlDays":5}',
      headers: { cookie, 'if-match': `"${printable(random, 5).replaceAll('"', '')}"` },
    },
    {
      method: 'POST',
      path: '/v1/tokens',
      rawBody: '{"kind":"nothing"}',
      headers: { cookie, 'idempotency-key': pick(random, ['a b', '', 'x'.repeat(256), printable(random, random(20))]) },
    },
    { method: 'GET', path: `/v1/tokens?cursor=${'x'.repeat(101)}`, headers: { cookie } },
  ]);
};
