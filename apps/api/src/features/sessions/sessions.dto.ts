import { Equals, IsString, Length } from 'class-validator';

/** The longest password that is looked at; `SetPassword` says what a new one must be. */
export const passwordLengthMax = 1024;

export class SignInRequest {
  @IsString()
  @Length(1, 320)
  readonly email!: string;

  @IsString()
  @Length(1, passwordLengthMax)
  readonly password!: string;
}

export class ConfirmSessionRequest {
  @IsString()
  @Length(1, passwordLengthMax)
  readonly password!: string;
}

export class EndSessionsRequest {
  /** Always `true`: a session ends itself by its own route. */
  @Equals('true')
  readonly others!: 'true';
}
