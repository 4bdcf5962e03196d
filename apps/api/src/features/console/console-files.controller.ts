import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../edge/authentication/access.js';
import { preferredEncoding } from '../../edge/http/accept.js';
import { below } from '../../edge/http/dialects.js';
import { tagAnswer } from '../../edge/http/entity-tag.js';
import { Sends } from '../../edge/http/returns.js';
import { text } from '../../edge/http/schema.js';
import { Summary } from '../../edge/openapi/summary.js';
import { ConsoleFiles } from './console-files.js';
import { consoleHeaders } from './console-headers.js';

const holdsNoData = 'The console holds no data; every answer that it shows comes from a route that asks for a credential.';
/** What is there is kept for ever: the name of an asset changes with its content. */
const kept = 'public, max-age=31536000, immutable';
const isOfAssets = below('assets');

@Controller('console')
export class ConsoleFilesController {
  constructor(private readonly files: ConsoleFiles) {}

  @Summary('The web console. It asks for all that it shows by itself, and leads to the sign-in page where nobody is signed in.')
  @Get()
  @Sends('text/html', text('…'))
  @Public(holdsNoData)
  start(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    return this.#page(request, reply);
  }

  @Summary('A script, a style or a picture of the console, compressed if the client takes that.')
  @Get('assets/:name')
  @Sends('text/javascript', text('…'))
  @Sends('text/css', text('…'))
  @Sends('image/svg+xml', text('…'))
  @Public(holdsNoData)
  asset(@Param('name') name: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    const asset = this.files.asset(name);
    if (!asset) throw new NotFoundException();
    const { type, content, encoded } = asset;
    reply.headers({ ...consoleHeaders, 'Content-Type': type, 'Cache-Control': kept, Vary: 'Accept-Encoding' });
    const encoding = preferredEncoding(request, [...encoded.keys()]);
    if (encoding === null) return content;
    reply.header('Content-Encoding', encoding);
    return encoded.get(encoding) as Buffer;
  }

  @Summary('The same for every address below, of which the console shows the page.')
  @Get('*')
  @Sends('text/html', text('…'))
  @Public(holdsNoData)
  page(@Param('*') rest: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    if (isOfAssets(rest)) throw new NotFoundException();
    return this.#page(request, reply);
  }

  #page(request: FastifyRequest, reply: FastifyReply): string {
    const { page } = this.files;
    if (!page) throw new NotFoundException();
    reply.headers({ ...consoleHeaders, 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' });
    tagAnswer(request, reply, page.tag);
    return page.text;
  }
}
