import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AccountPageController } from './account-page.controller.js';
import { PagePartsController } from './page-parts.controller.js';
import { StartPageController } from './start-page.controller.js';

/** Pages for people that belong to no other feature. */
@Module({
  imports: [SessionsModule],
  controllers: [StartPageController, AccountPageController, PagePartsController],
})
export class PagesModule {}
