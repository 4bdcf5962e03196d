import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Config } from '#installation/config';
import { Allow, everyone, roleInWords } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Summary } from '../../edge/openapi/summary.js';
import { html } from '../../edge/pages/html.js';
import { AnswersPage, htmlPage } from '../../edge/pages/html-page.js';
import { consolePath, ownPasswordPath, signOutPath } from '../../edge/pages/page-addresses.js';
import { DescribeOrganization } from '../organization/organization.queries.js';
import { DescribeUser } from '../users/users.queries.js';

@Controller('user/account')
export class AccountPageController {
  constructor(
    private readonly queries: QueryBus,
    private readonly config: Config,
  ) {}

  @Summary('The page of the person who is signed in: who that is, what a person can do in a browser, and how to sign out.')
  @Get()
  @AnswersPage()
  @Allow({ roles: everyone, act: 'read', sessionOnly: true })
  async page(@FromCaller() caller: Caller): Promise<string> {
    const { email } = await this.queries.execute(new DescribeUser(caller, caller.id));
    const organization = await this.queries.execute(new DescribeOrganization(caller));
    const { basePath, values } = this.config;
    const openConsole = html`<li><a href="${basePath}${consolePath}">Open the console</a></li>`;
    const main = html`<h1>Your account</h1>
<div class="card"><dl class="facts"><dt>Signed in as</dt><dd>${email}</dd>
<dt>Organization</dt><dd>${organization.name}</dd><dt>Role</dt><dd>${roleInWords(caller)}</dd></dl>
<form method="post" action="${basePath}${signOutPath}"><button class="quiet">Sign out</button></form></div>
<h2>What you can do here</h2>
<ul class="links">${values.KEYLEDGER_CONSOLE ? openConsole : null}
<li><a href="${basePath}${ownPasswordPath}">Choose another password</a></li>
<li><a href="${basePath}/docs">Read the API</a>, with which tokens and service accounts are made</li>
<li><a href="${basePath}/docs/refusals">Look up a refusal</a></li></ul>`;
    return htmlPage({ title: 'Your account', main, basePath, layout: 'reading' });
  }
}
