import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ProjectionRunner } from '#projections/read-models/feed/run-projections';

/** The stored projections. The runner is started before the server listens and stopped with the installation. */
@Global()
@Module({})
export class WorkerModule {
  static of(runner: ProjectionRunner): DynamicModule {
    return { module: WorkerModule, providers: [{ provide: ProjectionRunner, useValue: runner }], exports: [ProjectionRunner] };
  }
}
