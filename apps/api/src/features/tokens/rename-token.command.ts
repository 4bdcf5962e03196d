import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import * as Token from '#domain/token';
import { textsOf } from '#domain/token.texts';
import { Ledger } from '#event-store/ledger';
import type { Caller } from '../../edge/authentication/caller.js';
import { requireMatch } from '../../edge/http/entity-tag.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { OwnedTokens } from './owned-tokens.js';
import { lasting, type TokenView } from './token-view.js';
import type { RenameTokenRequest } from './tokens.dto.js';

/** Gives a personal access token of the caller another name. */
export class RenameToken extends Command<TokenView> {
  constructor(
    readonly caller: Caller,
    readonly tokenId: string,
    readonly request: RenameTokenRequest,
    /** Entity tags of the token that the change was made on; null when any will do. */
    readonly tags: string | null,
  ) {
    super();
  }
}

@CommandHandler(RenameToken)
export class RenameTokenHandler implements ICommandHandler<RenameToken> {
  constructor(
    private readonly ledger: Ledger,
    private readonly personalData: PersonalData,
    private readonly owned: OwnedTokens,
  ) {}

  async execute({ caller, tokenId, request, tags }: RenameToken): Promise<TokenView> {
    const { name, ...others } = request;
    others satisfies NoOthers;
    const row = this.owned.byCaller(tokenId, caller);
    const stream = this.ledger.on(Token.stream(tokenId));
    const { revision } = await stream.load();
    const known = await this.owned.known(tokenId);
    requireMatch(tags, lasting(this.owned.view(tokenId, known)));
    if (known.name !== name) {
      const sealed = await this.personalData.sealAll(textsOf(row), { name });
      const decided = stream.onlyAt(tags === null ? null : revision);
      await decided.handle({ type: 'RenameToken', name: sealed.name }, caller.origin);
    }
    return this.owned.view(tokenId, { ...known, name });
  }
}
