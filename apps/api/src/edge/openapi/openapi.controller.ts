import { Controller, Get, Header, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Config } from '#installation/config';
import { productVersion } from '#installation/version';
import { Public } from '../authentication/access.js';
import { Dialects } from '../http/dialects.js';
import { Returns, Sends } from '../http/returns.js';
import { anything, list, mapOf, object, type Shape } from '../http/schema.js';
import { AnswersPage } from '../pages/html-page.js';
import { refusalsPage } from '../refusals/refusals-page.js';
import { docsPage } from './docs-page.js';
import { openApiDocument } from './document.js';
import { Permission, permissionsOf } from './permission-table.js';
import { routesOf } from './routes.js';
import { Summary } from './summary.js';

const PermissionTable = object('PermissionTable', { items: list(Permission) });
type PermissionTable = Shape<typeof PermissionTable>;

@Controller()
export class OpenApiController implements OnApplicationBootstrap {
  /** The documents are made once: they need no credential, and making them takes milliseconds of the thread. */
  #document = '';
  #docs = '';
  #refusals = '';
  #permissions: readonly Permission[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly dialects: Dialects,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    const routes = routesOf(this.discovery);
    this.#document = JSON.stringify(openApiDocument(routes, this.dialects, productVersion, this.config.basePath));
    this.#docs = docsPage(routes, this.config.basePath);
    this.#refusals = refusalsPage(this.config.basePath);
    this.#permissions = permissionsOf(routes);
  }

  @Summary('The OpenAPI document of everything that is served.')
  @Get('openapi.json')
  @Sends('application/json', mapOf(anything('3.1.0'), 'openapi'))
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Public('The documentation is for everybody.')
  document(): string {
    return this.#document;
  }

  @Summary('Who may call what: the table of permissions as data.')
  @Get('v1/permissions')
  @Returns(PermissionTable)
  @Public('The documentation is for everybody.')
  permissions(): PermissionTable {
    return { items: this.#permissions };
  }

  @Summary('The document to read, loading nothing from anywhere.')
  @Get('docs')
  @AnswersPage()
  @Public('The documentation is for everybody.')
  docs(): string {
    return this.#docs;
  }

  @Summary('What each refusal means, its cause and its remedy; the `type` of every problem leads here.')
  @Get('docs/refusals')
  @AnswersPage()
  @Public('The documentation is for everybody.')
  refusals(): string {
    return this.#refusals;
  }
}
