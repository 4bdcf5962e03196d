import { Controller, Get } from '@nestjs/common';
import { Public } from '../../edge/authentication/access.js';
import { Summary } from '../../edge/openapi/summary.js';
import { labelStudioRelease } from './release.js';

@Controller()
export class VersionController {
  @Summary('The Label Studio release whose contract is followed; old clients ask before anything else.')
  @Get('api/version')
  @Public('Clients ask for the version before they sign in.')
  version() {
    const release = { version: labelStudioRelease, short_version: labelStudioRelease.split('.').slice(0, 2).join('.') };
    return { release: labelStudioRelease, edition: 'Community', 'label-studio-os-package': release };
  }

  @Summary("What Label Studio's old client looks at.")
  @Get('health')
  @Public('Operations; strangers learn a status only.')
  health(): { status: 'UP' } {
    return { status: 'UP' };
  }
}
