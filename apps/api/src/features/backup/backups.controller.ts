import { Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Allow, owners } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Returns } from '../../edge/http/returns.js';
import { Summary } from '../../edge/openapi/summary.js';
import { OperationView } from '../operations/operations.js';
import { MakeBackup } from './backups.commands.js';

@Controller('v1/backups')
export class BackupsController {
  constructor(private readonly commands: CommandBus) {}

  // The caller neither chooses where the files go nor receives them, but each backup takes as much room as all data together.
  @Summary('Begins a backup of log and vault on the host of the server, never of the keys; ask for the operation to learn how it goes.')
  @Post()
  @HttpCode(202)
  @Returns(OperationView)
  @Allow({ roles: owners, act: 'grant', sessionOnly: true })
  make(@FromCaller() caller: Caller): Promise<OperationView> {
    return this.commands.execute(new MakeBackup(caller));
  }
}
