import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PersonalData, SubjectErased } from '#credentials/personal-data';
import * as ServiceAccount from '#domain/service-account';
import * as User from '#domain/user';
import type { TokenRow } from '#projections/token-row';
import { TokenUses } from '#projections/token-uses';

const flushMs = 60_000;
const userAgentLengthMax = 200;

/** Where a request came from. */
export interface From {
  readonly ip: string;
  readonly userAgent: string | undefined;
}

export const fromOf = ({ ip, headers }: FastifyRequest): From => ({ ip, userAgent: headers['user-agent'] });

interface Use {
  readonly token: TokenRow;
  atMs: number;
  readonly from: From;
}

/** Remembers when each token was last used: in memory, and each minute in a table. Never an event, and never waited for. */
@Injectable()
export class LastUses implements OnModuleDestroy {
  readonly #uses = new Map<string, Use>();
  readonly #timer = setInterval(() => void this.flush().catch(() => {}), flushMs).unref();

  constructor(
    private readonly stored: TokenUses,
    private readonly personalData: PersonalData,
  ) {}

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  /** `from` is asked for once a minute for each token, since finding out costs more than remembering. */
  note(token: TokenRow, atMs: number, from: () => From): void {
    const use = this.#uses.get(token.id);
    if (use) use.atMs = atMs;
    else this.#uses.set(token.id, { token, atMs, from: from() });
  }

  usedAt(tokenId: string): string | null {
    const use = this.#uses.get(tokenId);
    return use ? new Date(use.atMs).toISOString() : this.stored.usedAt(tokenId);
  }

  async flush(): Promise<void> {
    const uses = [...this.#uses.values()];
    const rows = await Promise.all(
      uses.map(async ({ token, atMs, from }) => ({
        tokenId: token.id,
        usedAt: new Date(atMs).toISOString(),
        from: await this.#seal(token, from),
      })),
    );
    if (rows.length > 0) this.stored.record(rows);
    for (const { token, atMs } of uses) if (this.#uses.get(token.id)?.atMs === atMs) this.#uses.delete(token.id);
  }

  async #seal({ id, ownerKind, ownerId }: TokenRow, { ip, userAgent }: From): Promise<string | null> {
    const subject = ownerKind === 'user' ? User.subjectOf(ownerId) : ServiceAccount.subjectOf(ownerId);
    const text = JSON.stringify({ ip, userAgent: userAgent?.slice(0, userAgentLengthMax) });
    try {
      return await this.personalData.seal(subject, { stream: `token-${id}`, field: 'lastUse', schemaVersion: 1 }, text);
    } catch (error) {
      if (error instanceof SubjectErased) return null;
      throw error;
    }
  }
}
