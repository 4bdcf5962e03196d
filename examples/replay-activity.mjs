// Replays every event of the organization and counts them by type: an answer that is folded from the log.
//
//   KEYLEDGER_EMAIL=owner@example.com KEYLEDGER_PASSWORD=… node examples/replay-activity.mjs
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

const { KEYLEDGER_URL: url = 'http://127.0.0.1:8080', KEYLEDGER_EMAIL: email, KEYLEDGER_PASSWORD: password } = process.env;

const headers = { 'Content-Type': 'application/json' };
const signedIn = await fetch(`${url}/v1/sessions`, { method: 'POST', headers, body: JSON.stringify({ email, password }) });
if (signedIn.status !== 201) throw new Error(`Signing in answered ${signedIn.status}.`);
const Cookie = signedIn.headers
  .getSetCookie()
  .map((cookie) => cookie.split(';')[0])
  .join('; ');

// One stored envelope per line; `?after=<Keyledger-Position>` goes on where an earlier replay stopped, `?follow=true` stays.
const replay = await fetch(`${url}/v1/activity/replay`, { headers: { Cookie } });
const counts = new Map();
let position = '';
for await (const line of createInterface({ input: Readable.fromWeb(replay.body) })) {
  const envelope = JSON.parse(line);
  counts.set(envelope.type, (counts.get(envelope.type) ?? 0) + 1);
  position = envelope.position;
}
for (const [type, count] of [...counts].sort()) console.log(`${String(count).padStart(6)} ${type}`);
console.log(`up to ${position}`);
