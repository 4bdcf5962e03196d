import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { pathOf } from '../http/surface.js';
import { sessionOf } from './presented-credential.js';

/** Cookies are sent by browsers whatever page asks, so what they may do depends on where the request comes from. */
export function protectBrowsers(nest: NestFastifyApplication, isHttps: boolean, trustedOrigins: readonly string[]): void {
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
