import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** What browsers are told of every answer. A page says what it loads itself; what is no page loads nothing, and nothing frames it. */
export function protectBrowsers(nest: NestFastifyApplication, isHttps: boolean): void {
  nest.useSecurityHeaders({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: "'none'", baseUri: "'none'", formAction: "'none'", frameAncestors: "'none'" },
    },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: isHttps,
    // Browsers take these of a secure origin alone, and complain of every other answer that has them.
    crossOriginOpenerPolicy: isHttps,
    originAgentCluster: isHttps,
  });
}
