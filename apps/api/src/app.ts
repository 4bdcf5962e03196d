import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as InstallationStream from '#domain/installation';
import type { Actor } from '#event-store/envelope';
import type { Origin } from '#event-store/origin';
import { type Config, limits } from '#installation/config';
import type { Installation } from '#installation/installation';
import { Log } from '#installation/log';
import { ProjectionRunner } from '#projections/read-models/feed/run-projections';
import { SqliteJobQueue } from '#worker/jobs/sqlite-job-queue';
import { Worker } from '#worker/worker';
import { ApiModule, type DialectModule, dialectModules, type Running } from './api.module.js';
import { createFirstOrganization, type FirstOwner, firstOwnerOf } from './bootstrap/first-organization.js';
import { Introspector } from './dialects/oauth/introspector.js';
import { AuthRoute } from './doors/auth.route.js';
import { openDoors } from './doors/doors.js';
import { IntrospectionDoor } from './doors/introspection.door.js';
import { native, pages } from './edge/authentication/native.dialect.js';
import { sessionOf } from './edge/authentication/presented-credential.js';
import { logRequests } from './edge/http/access-log.js';
import { Connections } from './edge/http/connections.js';
import { Dialects } from './edge/http/dialect.js';
import { FailureFilter } from './edge/http/failure.filter.js';
import { createFastify } from './edge/http/fastify.js';
import { meetPositions, sendPositions } from './edge/http/position.hook.js';
import { RouteTable } from './edge/http/route-table.js';
import { pathOf } from './edge/http/surface.js';
import { TrustedProxies } from './edge/http/trusted-proxies.js';
import { newId } from './edge/ids.js';
import { ActivityRecorder } from './features/activity/activity-recorder.js';
import { recogniseRestore } from './features/backup/declare-restore.js';
import { forgetAgain } from './features/backup/forget-again.js';
import { requireVaultOfLog } from './features/backup/vault-of-log.js';
import { SigningKeyRing } from './features/signing-keys/signing-key-ring.js';
import { announcementsAndListeners } from './listeners.js';
import { Signals } from './signals/signals.js';

export interface App {
  readonly nest: NestFastifyApplication;
  /** Set when this start created the first organization. */
  readonly firstOwner: FirstOwner | null;
  close(): Promise<void>;
}

/** The whole server, ready to listen, on an installation that is open. `announce` hears of a first owner before it exists. */
export async function createApp(
  opened: Installation,
  announce: (owner: FirstOwner) => void,
  onFatal: (error: unknown) => void = () => {},
  surfaces: readonly DialectModule[] = dialectModules,
): Promise<App> {
  const log = new Log(opened.config);
  const signals = await Signals.open(opened, log);
  const { installation } = signals;
  const { config, clock, store, readModels } = installation;
  const firstOwner = await firstOwnerOf(installation);
  const origin = systemOrigin();
  const keys = await openKeys(installation, origin, onFatal);
  const runner = new ProjectionRunner(signals.feed, readModels, undefined, onFatal);
  await runner.start(limits.readModelsAtStartMs);
  const readiness = signals.readiness(runner);

  const verifier = signals.verifier();
  const activity = new ActivityRecorder(store, clock);
  const running: Running = {
    runner,
    readiness,
    keys,
    log,
    routes: new RouteTable(),
    verifier,
    introspector: new Introspector(config, installation.validity, installation.digests, verifier, store),
    activity,
    dialects: new Dialects(native, [...surfaces.map(({ dialect }) => dialect), pages]),
    ...announcementsAndListeners(installation, activity, log),
  };
  const nest = await createNest(signals, running, surfaces);
  const connections = new Connections(nest.getHttpServer());
  if (firstOwner) await createFirstOrganization(installation, firstOwner, nest.get(CommandBus), origin, announce);
  const jobs = openJobs(config, log);
  const worker = new Worker(installation, jobs, (cause) => log.error('the sweep for deadlines failed', { cause }));
  worker.start();
  await signals.show(runner, jobs, readiness);
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
  return { nest, firstOwner, close };
}

/** The HTTP server, and Nest on top of it. What is asked before each request of somebody else's application has a door before both. */
async function createNest(signals: Signals, running: Running, surfaces: readonly DialectModule[]): Promise<NestFastifyApplication> {
  const { config, clock, validity } = signals.installation;
  const { log, routes, introspector, dialects, announcements } = running;
  const filter = new FailureFilter(config, log, routes, dialects, announcements);
  const proxies = new TrustedProxies(config.values.KEYLEDGER_TRUSTED_PROXIES);
  const writeFailure: FastifyInstance['errorHandler'] = (error, request, reply) => filter.write(error, request, reply);
  const fastify = await createFastify(config, { writeFailure, proxies, routes, dialects });
  const answers = signals.answersTo('/v1/auth');
  const authRoute = new AuthRoute({ ...running, validity, clock, proxies, answers, publicUrl: config.publicUrl });
  authRoute.register(fastify, writeFailure);
  const introspectionDoor = new IntrospectionDoor(introspector, signals.answersTo('/oauth/introspect'));
  // Spans and lines of the access log are written behind the router.
  const isEachSeen = signals.traces || config.values.KEYLEDGER_ACCESS_LOG;
  openDoors(fastify, isEachSeen ? [authRoute] : [authRoute, introspectionDoor]);
  signals.watchRequests(fastify, proxies);
  if (config.values.KEYLEDGER_ACCESS_LOG) logRequests(fastify, log);
  meetPositions(fastify, validity);
  sendPositions(fastify, validity);
  const nest = await NestFactory.create<NestFastifyApplication>(
    ApiModule.of(signals.installation, running, surfaces),
    new FastifyAdapter(fastify as never),
    {
      logger: log,
      abortOnError: false,
      bodyParser: false,
    },
  );
  protectBrowsers(nest, config.isHttps, config.values.KEYLEDGER_TRUSTED_ORIGINS);
  await nest.init();
  return nest;
}

const openJobs = ({ dataDirectory }: Config, log: Log) =>
  new SqliteJobQueue(dataDirectory, (cause, job) => log.error('a job failed, and is tried again', { job: job?.id, cause }));

/** Begins the log if it is empty; the keys come before everything that signs. */
async function openKeys(installation: Installation, origin: Origin, onFatal: (error: unknown) => void): Promise<SigningKeyRing> {
  const { ledger, store, secrets, signingKeys, digests, keyChecks } = installation;
  await ledger.on(InstallationStream.stream()).handle({ type: 'CreateLog', pepperVersion: digests.version, keyChecks }, origin);
  await notePeppers(installation, origin);
  const restore = await recogniseRestore(installation, origin);
  if (!restore) await requireVaultOfLog(installation);
  const keys = new SigningKeyRing(ledger, store, secrets, signingKeys, onFatal);
  await keys.open(origin);
  if (restore) await keys.replaceAll(origin);
  await forgetAgain(installation, origin);
  await restore?.finish();
  return keys;
}

/** Peppers that were put beside the first one are told from any others from then on, like the keys that the log was begun with. */
async function notePeppers({ ledger, keyChecks }: Installation, origin: Origin): Promise<void> {
  for (const [name, check] of Object.entries(keyChecks)) {
    const version = Number(/^pepper-(\d+)$/.exec(name)?.[1] ?? 1);
    if (version > 1) await ledger.on(InstallationStream.stream()).handle({ type: 'AddPepper', version, check }, origin);
  }
}

/** Cookies are sent by browsers whatever page asks, so what they may do depends on where the request comes from. */
function protectBrowsers(nest: NestFastifyApplication, isHttps: boolean, trustedOrigins: readonly string[]): void {
  const isSignIn = (request: FastifyRequest) => ['/v1/sessions', '/user/login'].includes(pathOf(request));
  nest.enableCsrfProtection({
    trustedOrigins: [...trustedOrigins],
    exclude: (request: FastifyRequest) => sessionOf(request, isHttps) === null && !isSignIn(request),
  });
  nest.useSecurityHeaders({
    // Our pages load nothing from elsewhere and are shown in no frame. What they are styled by stands within them.
    contentSecurityPolicy: {
      directives: {
        fontSrc: null,
        styleSrc: ["'self'", "'unsafe-inline'"],
        frameAncestors: "'none'",
        upgradeInsecureRequests: isHttps ? true : null,
      },
    },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: isHttps,
  });
}

function systemOrigin() {
  const id = newId();
  const actor: Actor = { kind: 'system', id: 'first-start' };
  return { actor, organizationId: null, correlationId: id, causationId: null, requestId: null };
}
