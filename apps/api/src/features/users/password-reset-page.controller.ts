import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '../../edge/authentication/access.js';
import { Summary } from '../../edge/openapi/summary.js';
import { passwordResetPage, passwordResetScript } from './password-reset-page.js';

@Controller('user')
export class PasswordResetPageController {
  @Summary('The page to which a reset link leads.')
  @Get('password-reset')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('X-Robots-Tag', 'noindex, nofollow')
  @Public('The secret is in the link, and is not sent to this route.')
  page(): string {
    return passwordResetPage;
  }

  @Summary('The script of the page to which a reset link leads.')
  @Get('password-reset.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Public('It is the same for everybody.')
  script(): string {
    return passwordResetScript;
  }
}
