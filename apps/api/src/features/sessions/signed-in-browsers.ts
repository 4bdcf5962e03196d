import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '#installation/config';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { sessionCredential } from '../../edge/authentication/presented-credential.js';

/** Knows, for pages that anybody may see, whether the browser that asks is signed in. */
@Injectable()
export class SignedInBrowsers {
  constructor(
    private readonly credentialJudge: CredentialJudge,
    private readonly config: Config,
  ) {}

  includes(request: FastifyRequest): boolean {
    const presented = sessionCredential(request, this.config.isHttps);
    return presented !== null && this.credentialJudge.judge(presented.credential, presented.scheme).verdict.active;
  }
}
