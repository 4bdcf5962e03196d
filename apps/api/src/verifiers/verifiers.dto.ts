import { IsString, Length, Matches } from 'class-validator';

export class CreateVerifierRequest {
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\p{C}\p{Zl}\p{Zp}]*[^\p{C}\p{Z}][^\p{C}\p{Zl}\p{Zp}]*$/u)
  readonly name!: string;
}
