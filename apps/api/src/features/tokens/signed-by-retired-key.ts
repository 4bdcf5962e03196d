import { Injectable } from '@nestjs/common';
import { SecretDigests } from '#credentials/secret-digests';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';

/** A token, and which of its generations a text is of. */
export interface RecordedGeneration {
  readonly row: TokenRow;
  readonly generation: number;
}

/** Finds the token of a signed text whose key was retired: its signature cannot be checked any more, but the log tells what was minted. */
@Injectable()
export class SignedByRetiredKey {
  constructor(
    private readonly validity: TokenValidity,
    private readonly ledger: Ledger,
    private readonly digests: SecretDigests,
  ) {}

  /** The generation of the whole text; undefined for any other text, and where the key still signs or verifies. */
  async generationOf(presented: string): Promise<RecordedGeneration | undefined> {
    const signedInput = presented.slice(0, presented.lastIndexOf('.'));
    const isKept = ({ signedInput: known, digest }: Token.Kept) =>
      known === signedInput && this.digests.isDigestOf(digest ?? '', presented);
    const found = await this.recorded(presented, isKept);
    const signed = found && (found.generation === found.row.generation ? found.row : found.row.previous);
    return signed?.signingKeyRetired ? found : undefined;
  }

  /** The API key of the whole text, which is found by its digest alone; undefined while its signature can be checked. */
  apiKeyOf(presented: string): RecordedGeneration | undefined {
    const found = this.digests.findByKey(presented, (key) => this.validity.tokens.byKey(key));
    return found?.row.kind === 'api-key' && found.row.signingKeyRetired ? found : undefined;
  }

  /** The token that the text names, if `isIt` recognises what its stream keeps of the newest generation, or of the one before. */
  async recorded(presented: string, isIt: (kept: Token.Kept) => boolean): Promise<RecordedGeneration | undefined> {
    const row = this.validity.tokens.byId(tokenIdIn(presented));
    if (!row) return undefined;
    const { state } = await this.ledger.on(Token.stream(row.id)).load();
    const found = Token.generationsOf(state).find(({ kept }) => isIt(kept));
    return found && { row, generation: found.generation };
  }
}

/** The token id that a listed token names. The text is not trusted for anything but where to look. */
function tokenIdIn(listed: string): string {
  try {
    return String(JSON.parse(Buffer.from(listed.split('.')[1] ?? '', 'base64url').toString('utf8')).tid);
  } catch {
    return '';
  }
}
