// A Fastify route that checks nothing: the reference for all others.
import fastify from 'fastify';
import { announce } from './listen.mjs';

const app = fastify();
app.get('/v1/auth', async () => ({ hello: 'world' }));
await app.ready();
await announce(app.server);
