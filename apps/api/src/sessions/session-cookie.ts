import type { FastifyReply } from 'fastify';
import { sessionCookieName } from '../authentication/presented-credential.js';
import type { Config } from '../config.js';
import { deviceCookieName } from './device-cookie.js';
import type { SignedIn } from './sessions.commands.js';

const deviceCookieSeconds = 365 * 86_400;

export function setSessionCookies(reply: FastifyReply, signedIn: SignedIn, config: Config): void {
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure: config.isHttps } as const;
  reply.setCookie(sessionCookieName(config.isHttps), signedIn.credential, { ...cookie, expires: new Date(signedIn.expiresAt) });
  reply.setCookie(deviceCookieName, signedIn.deviceCookie, { ...cookie, maxAge: deviceCookieSeconds });
}

export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  reply.clearCookie(sessionCookieName(config.isHttps), { path: '/', httpOnly: true, sameSite: 'lax', secure: config.isHttps });
}
