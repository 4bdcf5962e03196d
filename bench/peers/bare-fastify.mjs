// What a route on Fastify costs that checks nothing: the measure of all others.
import fastify from 'fastify';
import { announce } from './listen.mjs';

const app = fastify();
app.get('/v1/auth', async () => ({ hello: 'world' }));
await app.ready();
await announce(app.server);
