import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '../../edge/authentication/access.js';
import { Summary } from '../../edge/openapi/summary.js';
import { icon } from '../../edge/pages/html-page.js';
import { pageScript } from '../../edge/pages/page-script.js';

/** What the pages load. */
@Controller()
export class PagePartsController {
  @Summary('The icon, which browsers ask for of their own accord.')
  @Get('favicon.ico')
  @Header('Content-Type', 'image/svg+xml')
  @Public('It is the same for everybody.')
  icon(): string {
    return icon;
  }

  @Summary('The script of pages with a form.')
  @Get('user/pages.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @Public('It is the same for everybody.')
  script(): string {
    return pageScript;
  }
}
