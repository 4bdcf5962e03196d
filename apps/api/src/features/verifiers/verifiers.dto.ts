import { IsName } from '../../edge/http/name.js';

export class CreateVerifierRequest {
  @IsName()
  readonly name!: string;
}
