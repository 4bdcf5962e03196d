import { Module } from '@nestjs/common';
import { CreateVerifierHandler, DeleteVerifierHandler } from './verifiers.commands.js';
import { VerifiersController } from './verifiers.controller.js';
import { ListVerifiersHandler } from './verifiers.queries.js';

@Module({
  controllers: [VerifiersController],
  providers: [CreateVerifierHandler, DeleteVerifierHandler, ListVerifiersHandler],
})
export class VerifiersModule {}
