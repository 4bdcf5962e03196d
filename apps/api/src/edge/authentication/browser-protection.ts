import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { pathOf } from '../http/surface.js';
import { sessionOf } from './presented-credential.js';

/** Browsers send cookies whatever page makes the request, so what a cookie may do depends on the request's origin. */
export function protectBrowsers(nest: NestFastifyApplication, isHttps: boolean): void {
  const isSignIn = (request: FastifyRequest) => ['/v1/sessions', '/user/login'].includes(pathOf(request));
  nest.enableCsrfProtection({
    exclude: (request: FastifyRequest) => sessionOf(request, isHttps) === null && !isSignIn(request),
  });
  nest.useSecurityHeaders({
    // Our pages load nothing from elsewhere and may not be framed. Their styles are inline.
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
