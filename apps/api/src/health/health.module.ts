import { type DynamicModule, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';
import { DescribeReadinessHandler } from './readiness.queries.js';

@Module({ controllers: [HealthController] })
export class HealthModule {
  static of(readiness: Readiness): DynamicModule {
    return { module: HealthModule, providers: [{ provide: Readiness, useValue: readiness }, DescribeReadinessHandler] };
  }
}
