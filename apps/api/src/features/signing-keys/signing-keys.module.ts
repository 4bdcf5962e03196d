import { Module } from '@nestjs/common';
import { JwksController } from './jwks.controller.js';
import { DescribeKeysHandler } from './jwks.queries.js';
import { RetireSigningKeyHandler, RotateSigningKeyHandler } from './signing-keys.commands.js';
import { SigningKeysController } from './signing-keys.controller.js';
import { ListSigningKeysHandler } from './signing-keys.queries.js';

@Module({
  controllers: [JwksController, SigningKeysController],
  providers: [DescribeKeysHandler, RotateSigningKeyHandler, RetireSigningKeyHandler, ListSigningKeysHandler],
})
export class SigningKeysModule {}
