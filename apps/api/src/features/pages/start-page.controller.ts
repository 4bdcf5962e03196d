import { Controller, Get, HttpCode, NotFoundException, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '#installation/config';
import { Public } from '../../edge/authentication/access.js';
import { acceptsHtml } from '../../edge/http/accept.js';
import { Summary } from '../../edge/openapi/summary.js';
import { homePath, signInAt } from '../../edge/pages/page-addresses.js';
import { SignedInBrowsers } from '../sessions/signed-in-browsers.js';

@Controller()
export class StartPageController {
  constructor(
    private readonly config: Config,
    private readonly signedIn: SignedInBrowsers,
  ) {}

  @Summary('Leads a browser on: to the console if it is signed in, otherwise to the sign-in page. For programs there is nothing.')
  @Get()
  @HttpCode(302)
  @Public('It only leads elsewhere.')
  start(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    if (!acceptsHtml(request)) throw new NotFoundException();
    const home = homePath(this.config);
    reply.header('Location', this.config.basePath + (this.signedIn.includes(request) ? home : signInAt(home)));
    return '';
  }
}
