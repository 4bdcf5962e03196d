import { Controller, Get, Header } from '@nestjs/common';
import { Config } from '#installation/config';
import { Public } from '../../edge/authentication/access.js';
import { Summary } from '../../edge/openapi/summary.js';
import { AnswersPage } from '../../edge/pages/html-page.js';
import { passwordResetPage, passwordResetScript } from './password-reset-page.js';

@Controller('user')
export class PasswordResetPageController {
  constructor(private readonly config: Config) {}

  @Summary('The page to which a reset link leads.')
  @Get('password-reset')
  @AnswersPage()
  @Public('The secret is in the link, and is not sent to this route.')
  page(): string {
    return passwordResetPage(this.config.basePath);
  }

  @Summary('The script of the page to which a reset link leads.')
  @Get('password-reset.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Public('It is the same for everybody.')
  script(): string {
    return passwordResetScript;
  }
}
