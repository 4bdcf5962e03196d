import { Controller, Get } from '@nestjs/common';
import { Public } from '../../edge/authentication/access.js';
import { Returns } from '../../edge/http/returns.js';
import { object, oneOf, type Shape, text } from '../../edge/http/schema.js';
import { Summary } from '../../edge/openapi/summary.js';
import { labelStudioRelease } from './release.js';

const shortVersion = labelStudioRelease.split('.').slice(0, 2).join('.');

const Release = object('Release', { version: text(labelStudioRelease), short_version: text(shortVersion) });
const Version = object('Version', { release: text(labelStudioRelease), edition: text('Community'), 'label-studio-os-package': Release });
type Version = Shape<typeof Version>;

const LabelStudioHealth = object('LabelStudioHealth', { status: oneOf(['UP']) });
type LabelStudioHealth = Shape<typeof LabelStudioHealth>;

@Controller()
export class VersionController {
  @Summary('The Label Studio release whose contract is followed; old clients ask before anything else.')
  @Get('api/version')
  @Returns(Version)
  @Public('Clients ask for the version before they sign in.')
  version(): Version {
    const release = { version: labelStudioRelease, short_version: shortVersion };
    return { release: labelStudioRelease, edition: 'Community', 'label-studio-os-package': release };
  }

  @Summary("What Label Studio's old client looks at.")
  @Get('health')
  @Returns(LabelStudioHealth)
  @Public('Operations; strangers learn a status only.')
  health(): LabelStudioHealth {
    return { status: 'UP' };
  }
}
