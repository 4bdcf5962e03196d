import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allow, everyone } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Reads, type Sent } from '../../edge/http/request-classes.js';
import { Returns } from '../../edge/http/returns.js';
import { Summary } from '../../edge/openapi/summary.js';
import { GraphQLAnswers, GraphQLReply } from './graphql-answers.js';
import { GraphQLRequest } from './graphql-request.js';
import { deliveryOf } from './undelivered-keys.js';

const access = {
  roles: everyone,
  act: 'mixed',
  usersOnly: true,
  freely: 'read, to revoke and, unless the owners switched that off, to make API keys',
} as const;

@Controller()
export class LabelboxController {
  constructor(private readonly graphql: GraphQLAnswers) {}

  @Summary('Answers a document of GraphQL to an API key: keys, people and roles, as the SDK of Labelbox asks for them.')
  @Post('graphql')
  @Reads(GraphQLRequest)
  @HttpCode(200)
  @Returns(GraphQLReply)
  @Allow(access)
  answer(
    @FromCaller() caller: Caller,
    @Body() body: Sent<GraphQLRequest>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GraphQLReply> {
    return this.graphql.answer(caller, body, deliveryOf(reply));
  }

  @Summary('The same, where the SDK sends what it calls experimental.')
  @Post('_gql')
  @Reads(GraphQLRequest)
  @HttpCode(200)
  @Returns(GraphQLReply)
  @Allow(access)
  answerExperimental(
    @FromCaller() caller: Caller,
    @Body() body: Sent<GraphQLRequest>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GraphQLReply> {
    return this.graphql.answer(caller, body, deliveryOf(reply));
  }
}
