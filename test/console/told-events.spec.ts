import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { viewOf } from '#api/features/activity/activity-view';
import { eventTypes } from '#domain/events';
import type { Envelope } from '#event-store/envelope';
import { streams } from '../../apps/console/src/parts/event-types.js';
import type { Part } from '../../apps/console/src/parts/sentence-parts.js';
import { sentenceOf, sentences } from '../../apps/console/src/parts/told-events.js';
import { projectRoot } from '../support/project-files.js';

const folder = join(projectRoot, 'test/contract/golden');
const golden: readonly Envelope[] = readdirSync(folder)
  .filter((name) => name.endsWith('.ndjson'))
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
  .map((line) => JSON.parse(line));

/** The event as `GET /v1/activity` answers it. */
const viewed = ({ id, occurredAt, type, stream, actor, requestId, data }: Envelope) =>
  viewOf(
    {
      ...{ position: 1, id, occurred_at: occurredAt, type, stream, organization_id: null, request_id: requestId },
      ...{ correlation_id: id, causation_id: null, revision: 0, schema_version: 1, critical: 0 },
      ...{ actor_kind: actor.kind, actor_id: actor.id, credential_id: null, data: JSON.stringify(data) },
    },
    '01938c5e-7c00-7000-8000-000000000001',
  );

const inWords = (part: Part) => (typeof part === 'string' ? part : `<${Object.keys(part)[0]}>`);
const told = (entry: Parameters<typeof sentenceOf>[0]) => sentenceOf(entry).map(inWords).join('');

describe('Sentences of events', () => {
  it('are there for every type of event', () => {
    expect(Object.keys(sentences).sort()).toEqual(Object.keys(eventTypes).sort());
  });

  it('are chosen from a tree that has every type of event once', () => {
    expect(streams.flatMap(({ types }) => types).sort()).toEqual(Object.keys(eventTypes).sort());
  });

  it('tell every event that was ever stored, as the activity log answers it', () => {
    expect(new Set(golden.map(({ type }) => type))).toEqual(new Set(Object.keys(eventTypes)));
    for (const event of golden) {
      const sentence = told(viewed(event));
      expect([event.type, sentence]).toEqual([event.type, expect.stringMatching(/^[a-z]/)]);
      expect([event.type, sentence]).toEqual([event.type, expect.not.stringMatching(/undefined|null|NaN|object Object|Invalid/)]);
    }
  });

  it('name whom and what an act was about', () => {
    const entry = { stream: 'token-t', actor: { id: 'ann' } };
    const revoked = { ...entry, type: 'TokenRevoked', details: { reason: 'revoked', by: 'administrator', cause: 'leaked' } };
    expect(sentenceOf(revoked)).toEqual(['revoked ', { token: 't' }, ' (leaked)']);
    const role = { ...entry, stream: 'membership-ben', type: 'MemberRoleChanged', details: { userId: 'ben', role: 'manager' } };
    expect(sentenceOf(role)).toEqual(['changed the role of ', { who: 'ben' }, ' to manager']);
  });

  it('say of oneself no more than needed', () => {
    const signIn = (ownerId: string) => ({
      type: 'TokenIssued',
      stream: 'token-t',
      actor: { id: 'ann' },
      details: { kind: 'session', ownerId },
    });
    expect([told(signIn('ann')), told(signIn('ben'))]).toEqual(['signed in', 'signed in for <who>']);
  });

  it('are the type where a newer program wrote the event', () => {
    expect(told({ type: 'MoonLanded', stream: 'moon-1', actor: { id: 'ann' }, details: {} })).toBe('MoonLanded');
  });
});
