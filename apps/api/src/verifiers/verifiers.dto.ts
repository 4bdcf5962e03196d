import { IsName } from '../http/name.js';

export class CreateVerifierRequest {
  @IsName()
  readonly name!: string;
}
