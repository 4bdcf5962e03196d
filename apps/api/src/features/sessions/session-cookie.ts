import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '#installation/config';
import { sessionCookieName, sessionOf } from '../../edge/authentication/presented-credential.js';
import { deviceCookieName } from './device-cookies.js';
import type { Begun } from './session-beginnings.js';
import type { SignedIn, SignIn } from './sessions.commands.js';

const deviceCookieSeconds = 365 * 86_400;

export function setSessionCookies(reply: FastifyReply, signedIn: SignedIn, config: Config): void {
  setSessionCookie(reply, signedIn, config);
  setDeviceCookie(reply, signedIn.deviceCookie, config);
}

export function setDeviceCookie(reply: FastifyReply, deviceCookie: string, config: Config): void {
  reply.setCookie(deviceCookieName, deviceCookie, { ...cookieOf(deviceCookieName, config), maxAge: deviceCookieSeconds });
}

/** Only the session's cookie is removed: the device stays known. */
export function setSessionCookie(reply: FastifyReply, session: Pick<Begun, 'credential' | 'expiresAt'>, config: Config): void {
  const expires = new Date(session.expiresAt);
  const name = sessionCookieName(config.isHttps);
  reply.setCookie(name, session.credential, { ...cookieOf(name, config), expires });
}

/** Where a sign-in request comes from. */
export function browserOf(request: FastifyRequest, { isHttps }: Config): SignIn['from'] {
  return { ip: request.ip, deviceCookie: request.cookies[deviceCookieName], session: sessionOf(request, isHttps) };
}

export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  const name = sessionCookieName(config.isHttps);
  reply.clearCookie(name, cookieOf(name, config));
}

/** A `__Host-` cookie has to be one of the whole host. Any other goes below the path of the public URL, and to no neighbour. */
function cookieOf(name: string, { isHttps, basePath }: Config) {
  const path = name.startsWith('__Host-') ? '/' : basePath || '/';
  return { path, httpOnly: true, sameSite: 'lax', secure: isHttps } as const;
}
