import { CredentialJudge } from '#api/edge/authentication/credential-judge';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../support/events.js';
import type { TestApp } from '../support/test-app.js';

/** A server with good credentials of every kind, which hostile ones are made from. */
export class Target {
  private constructor(
    readonly app: TestApp,
    readonly port: number,
    public good: { access: string; personal: string },
    readonly legacy: string,
    public robot: string,
  ) {}

  static async of(app: TestApp): Promise<Target> {
    const session = await app.signIn();
    const create = async (path: string, body: object) => (await app.request('POST', path, { headers: session, body })).body.credential;
    const legacy = await create('/v1/tokens', { kind: 'legacy' });
    const robot = await create('/v1/service-accounts', { name: 'robot', role: 'manager' });
    return new Target(app, Number(new URL(await app.listen()).port), await app.tokensOf(), legacy, robot);
  }

  /** What a credential in this header is answered, where nginx asks. */
  async auth(authorization: string): Promise<number> {
    return (await this.app.request('GET', '/v1/auth', { headers: { authorization } })).status;
  }

  async refresh(refresh: unknown): Promise<number> {
    return (await this.app.request('POST', '/api/token/refresh', { body: { refresh } })).status;
  }

  /** Every status that one of the texts got, wherever it was presented; "accepted" if any part of the program took it for good. */
  async statusesOf(...texts: string[]): Promise<string> {
    const statuses = new Set<number | 'accepted' | 'echoed'>();
    const credentialJudge = this.app.get(CredentialJudge);
    for (const text of texts) {
      const judged = [
        await credentialJudge.judgePossession(text),
        ...(['bearer', 'token', 'cookie'] as const).map((as) => credentialJudge.judge(text, as)),
      ];
      if (judged.some(({ verdict }) => verdict.active)) statuses.add('accepted');
      const isHeader = text.length < 8_000 && /^[\x21-\x7e]+$/.test(text);
      const answers = [
        await this.app.request('POST', '/api/token/refresh', { body: { refresh: text } }),
        ...(isHeader ? await this.#asHeader(text) : []),
      ];
      for (const answer of answers) {
        statuses.add(answer.status);
        if (text.length > 20 && answer.text.includes(text)) statuses.add('echoed');
      }
    }
    return [...statuses].sort().join(' ');
  }

  #asHeader(text: string) {
    return Promise.all(
      ['/v1/auth', '/v1/users/me', '/api/current-user/whoami'].flatMap((path) =>
        ['Bearer', 'Token'].map((scheme) => this.app.request('GET', path, { headers: { authorization: `${scheme} ${text}` } })),
      ),
    );
  }

  /** How many events there are that decided anything. */
  async decisions(): Promise<number> {
    const all = await readEverything(this.app.get(EventStore), null);
    return all.filter(({ stream }) => !stream.startsWith('activity-')).length;
  }
}
