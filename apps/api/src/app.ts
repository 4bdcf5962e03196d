import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { limits } from '#installation/config';
import type { Installation } from '#installation/installation';
import { Logger } from '#installation/logger';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { Worker } from '#worker/worker';
import { ApiModule, type DialectModule, dialectModules, type Running } from './api.module.js';
import { beginLog, firstStartOrigin } from './bootstrap/begin-log.js';
import { createFirstOrganization, type FirstOwner, firstOwnerOf } from './bootstrap/first-organization.js';
import { Introspector } from './dialects/oauth/introspector.js';
import { AddressListsOpener } from './edge/authentication/address-lists-opener.js';
import { protectBrowsers } from './edge/authentication/browser-protection.js';
import { native, pages } from './edge/authentication/native.dialect.js';
import { FollowUps } from './edge/follow-ups.js';
import { logRequests } from './edge/http/access-log.js';
import { Connections } from './edge/http/connections.js';
import { Dialects } from './edge/http/dialects.js';
import { FailureFilter } from './edge/http/failure.filter.js';
import { createFastify } from './edge/http/fastify.js';
import { meetPositions, sendPositions } from './edge/http/position.hook.js';
import { RouteTable } from './edge/http/route-table.js';
import { TrustedProxies } from './edge/http/trusted-proxies.js';
import { ActivityRecorder } from './features/activity/activity-recorder.js';
import { announcementsAndListeners } from './listeners.js';
import { AuthPreRouterHandler } from './pre-router/auth.pre-router-handler.js';
import { IntrospectionPreRouterHandler } from './pre-router/introspection.pre-router-handler.js';
import { handleBeforeRouter } from './pre-router/pre-router-handler.js';
import { Signals } from './signals/signals.js';

export interface App {
  readonly nest: NestFastifyApplication;
  /** Set when this start created the first organization. */
  readonly firstOwner: FirstOwner | null;
  readonly worker: Worker;
  close(): Promise<void>;
}

/** The whole server, ready to listen, on an opened installation. `announce` is told of a first owner before it exists. */
export async function createApp(
  opened: Installation,
  announce: (owner: FirstOwner) => void,
  onFatal: (error: unknown) => void = () => {},
  surfaces: readonly DialectModule[] = dialectModules,
): Promise<App> {
  const logger = new Logger(opened.config);
  const signals = await Signals.open(opened, logger);
  const { installation } = signals;
  const { clock, store, readModels } = installation;
  const firstOwner = await firstOwnerOf(installation);
  const origin = firstStartOrigin();
  const followUps = new FollowUps(logger);
  const keys = await beginLog(installation, origin, followUps, onFatal);
  const runner = new ProjectionRunner(signals.feed, readModels, undefined, onFatal);
  await runner.start(limits.readModelsAtStartMs);
  const readiness = signals.readiness(runner);

  const activity = new ActivityRecorder(store, clock);
  const running: Running = {
    runner,
    readiness,
    keys,
    logger,
    routes: new RouteTable(),
    followUps,
    addressLists: await AddressListsOpener.begin(installation, followUps),
    credentialJudge: signals.credentialJudge(followUps),
    activity,
    dialects: new Dialects(native, [...surfaces.map(({ dialect }) => dialect), pages]),
    ...announcementsAndListeners(installation, activity, logger),
  };
  const nest = await createNest(signals, running, surfaces);
  const connections = new Connections(nest.getHttpServer());
  if (firstOwner) await createFirstOrganization(installation, firstOwner, nest.get(CommandBus), origin, announce);
  const worker = new Worker(installation, logger);
  worker.start();
  await signals.show(runner, worker.jobs, readiness, running.attempts);
  const close = async () => {
    readiness.drain();
    await connections.drained();
    await nest.close();
    await worker.stop();
    await keys.close();
    await runner.stop();
    await signals.close();
    await installation.close();
  };
  return { nest, firstOwner, worker, close };
}

/** The HTTP server, and Nest on top of it. Requests that every request of a protected application causes are answered before both. */
async function createNest(signals: Signals, running: Running, surfaces: readonly DialectModule[]): Promise<NestFastifyApplication> {
  const { config, clock, validity } = signals.installation;
  const { logger, routes, dialects, announcements } = running;
  const filter = new FailureFilter(config, logger, routes, dialects, announcements);
  const proxies = new TrustedProxies(config.values.KEYLEDGER_TRUSTED_PROXIES);
  const writeFailure: FastifyInstance['errorHandler'] = (error, request, reply) => filter.write(error, request, reply);
  const fastify = await createFastify(config, { writeFailure, proxies, routes, dialects });
  const answers = signals.answersTo('/v1/auth');
  const authRoute = new AuthPreRouterHandler({ ...running, validity, clock, proxies, answers, publicUrl: config.publicUrl });
  authRoute.register(fastify, writeFailure);
  signals.watchRequests(fastify, proxies);
  if (config.values.KEYLEDGER_ACCESS_LOG) logRequests(fastify, logger);
  meetPositions(fastify, validity);
  sendPositions(fastify, validity);
  const nest = await NestFactory.create<NestFastifyApplication>(
    ApiModule.of(signals.installation, running, surfaces),
    new FastifyAdapter(fastify as never),
    { logger, abortOnError: false, bodyParser: false },
  );
  protectBrowsers(nest, config.isHttps);
  await nest.init();
  const introspectionHandler = new IntrospectionPreRouterHandler(nest.get(Introspector), signals.answersTo('/oauth/introspect'));
  // Spans and lines of the access log are written behind the router.
  const isEachSeen = signals.traces || config.values.KEYLEDGER_ACCESS_LOG;
  handleBeforeRouter(fastify, isEachSeen ? [authRoute] : [authRoute, introspectionHandler]);
  return nest;
}
