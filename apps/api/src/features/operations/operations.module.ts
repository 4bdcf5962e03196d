import { Global, Module } from '@nestjs/common';
import { OperationsController } from './operations.controller.js';
import { Operations } from './operations.js';
import { DescribeOperationHandler } from './operations.queries.js';

/** The module is global, because there is one queue for all long work. */
@Global()
@Module({ controllers: [OperationsController], providers: [Operations, DescribeOperationHandler], exports: [Operations] })
export class OperationsModule {}
