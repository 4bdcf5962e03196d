import { Controller, Get, Header, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Public } from '../authentication/access.js';
import { refusalsPage } from '../refusals/refusals-page.js';
import { docsPage } from './docs-page.js';
import { openApiDocument } from './document.js';
import { type Route, routesOf } from './routes.js';
import { Summary } from './summary.js';
import { productVersion } from './version.js';

const html = 'text/html; charset=utf-8';

@Controller()
export class OpenApiController implements OnApplicationBootstrap {
  #routes: Route[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    this.#routes = routesOf(this.discovery);
  }

  @Summary('The OpenAPI document of everything that is served.')
  @Get('openapi.json')
  @Public('The documentation is for everybody.')
  document(): Record<string, unknown> {
    return openApiDocument(this.#routes, productVersion);
  }

  @Summary('The same to read, loading nothing from anywhere.')
  @Get('docs')
  @Header('Content-Type', html)
  @Public('The documentation is for everybody.')
  docs(): string {
    return docsPage(this.#routes);
  }

  @Summary('What each refusal means, its cause and its remedy; the `type` of every problem leads here.')
  @Get('docs/refusals')
  @Header('Content-Type', html)
  @Public('The documentation is for everybody.')
  refusals(): string {
    return refusalsPage();
  }
}
