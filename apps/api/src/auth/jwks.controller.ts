import { Controller, Get, Header } from '@nestjs/common';
import { SigningKeys } from '#credentials/signing-keys';
import { Public } from '../authentication/access.js';

@Controller('.well-known')
export class JwksController {
  constructor(private readonly signingKeys: SigningKeys) {}

  /** The public halves of the keys that sign, signed or will sign tokens (RFC 7517). */
  @Get('jwks.json')
  @Header('Cache-Control', 'public, max-age=300')
  @Public('Public keys are for everybody.')
  keys() {
    return this.signingKeys.jwks();
  }
}
