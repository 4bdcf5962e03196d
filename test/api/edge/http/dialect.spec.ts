import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, HttpCode, Module, Post, Req } from '@nestjs/common';
import { IsString } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { dialectModules } from '#api/api.module';
import { Allow, everyone, Public } from '#api/edge/authentication/access';
import { below, type Dialect } from '#api/edge/http/dialects';
import { Returns } from '#api/edge/http/returns';
import { object, type Shape, text } from '#api/edge/http/schema';
import { Summary } from '#api/edge/openapi/summary';
import { TestApp } from '../../../support/test-app.js';

/** A surface that nobody has heard of: a header of its own, forms, and failures in words of its own. */
const toy: Dialect = {
  owns: below('/toy'),
  takesForms: true,
  credentialOf: ({ headers }) => {
    const key = headers['x-toy-key'];
    return typeof key === 'string' ? { credential: key, scheme: 'bearer' } : null;
  },
  refuse: ({ reason }) => {
    throw new Error(`toys know you as ${reason}`);
  },
  writeFailure: (reply, { error, failure: { status } }) => {
    const message = error instanceof Error ? error.message : '';
    const isRefused = message.startsWith('toys');
    const broken = isRefused ? message : `a toy broke with ${status}`;
    reply
      .status(isRefused ? 401 : status)
      .type('application/toy+json')
      .send({ broken });
  },
  documented: {
    sentence: 'Routes under /toy are for play.',
    bodies: ['application/x-www-form-urlencoded'],
    failure: { type: 'application/toy+json', schema: 'Broken' },
    schemas: { Broken: { type: 'object', properties: { broken: { type: 'string' } } } },
  },
};

class ToyRequest {
  @IsString()
  readonly name!: string;
}

const Player = object('Player', { player: text('u1').optional() });
const Named = object('NamedToy', { name: text('Bear') });

@Controller('toy')
class ToyController {
  @Summary('Who plays.')
  @Get('player')
  @Returns(Player)
  @Allow({ roles: everyone, act: 'read' })
  player(@Req() { caller }: FastifyRequest): Shape<typeof Player> {
    return { player: caller?.id };
  }

  @Summary('Names a toy.')
  @Post('name')
  @Returns(Named)
  @HttpCode(200)
  @Public('Anybody may play.')
  name(@Body() { name }: ToyRequest): Shape<typeof Named> {
    return { name };
  }
}

@Module({ controllers: [ToyController] })
class ToyModule {
  static readonly dialect = toy;
}

describe('A further dialect, handed to the application', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({}, [...dialectModules, ToyModule]);
  });
  afterAll(() => app.close());

  it('reads a credential in its own way, and on its own routes alone', async () => {
    const { access } = await app.tokensOf();
    const headers = { 'x-toy-key': access };
    expect((await app.request('GET', '/toy/player', { headers })).body).toEqual({ player: app.owner.id });
    expect((await app.request('GET', '/v1/users', { headers })).body.code).toBe('credential/missing');
    expect((await app.request('GET', '/toy/player', { headers: { authorization: `Bearer ${access}` } })).status).toBe(401);
  });

  it('refuses a credential in its own words', async () => {
    const { status, body } = await app.request('GET', '/toy/player', { headers: { 'x-toy-key': 'nonsense' } });
    expect([status, body]).toEqual([401, { broken: 'toys know you as unknown' }]);
  });

  it('writes every failure below its path itself, also where no route answers', async () => {
    for (const [path, status] of Object.entries({ '/toy/player': 401, '/toy/nothing': 404, '/%74oy/nothing': 404 })) {
      const answer = await app.request('GET', path);
      expect([answer.status, answer.body]).toEqual([status, { broken: `a toy broke with ${status}` }]);
      expect(answer.headers['content-type']).toMatch('application/toy+json');
    }
    expect((await app.request('GET', '/toys')).body.type).toBe('about:blank');
  });

  it('takes forms if it says so, and ignores members that nobody declared', async () => {
    const answer = await app.request('POST', '/toy/name', { form: { name: 'Duck', colour: 'yellow' } });
    expect([answer.status, answer.body]).toEqual([200, { name: 'Duck' }]);
  });

  it('is documented as it says, and the others as before', async () => {
    const { info, paths, components } = (await app.request('GET', '/openapi.json')).body;
    expect(info.description).toMatch(/follow Label Studio [\d.]+\. .* Routes under \/toy are for play\.$/);
    expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(['Problem', 'LabelStudioError', 'Broken']));
    const { requestBody, responses } = paths['/toy/name'].post;
    expect(Object.keys(requestBody.content)).toEqual(['application/x-www-form-urlencoded']);
    expect(responses.default.content).toEqual({ 'application/toy+json': { schema: { $ref: '#/components/schemas/Broken' } } });
  });

  it('changes no other surface', async () => {
    expect((await app.request('GET', '/api/current-user/whoami')).body).toMatchObject({ status_code: 401, exc_info: null });
    expect((await app.request('POST', '/oauth/introspect', { form: { token: 'x' } })).body.error).toBe('invalid_client');
    expect((await app.request('POST', '/v1/sessions', { form: { email: 'x' } })).status).toBe(415);
  });
});
