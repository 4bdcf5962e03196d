import { Module } from '@nestjs/common';
import { RetireSigningKeyHandler, RotateSigningKeyHandler } from './signing-keys.commands.js';
import { SigningKeysController } from './signing-keys.controller.js';
import { ListSigningKeysHandler } from './signing-keys.queries.js';

@Module({
  controllers: [SigningKeysController],
  providers: [RotateSigningKeyHandler, RetireSigningKeyHandler, ListSigningKeysHandler],
})
export class SigningKeysModule {}
