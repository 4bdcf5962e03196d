import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { RefusalCounts } from './refusal-counts.js';
import { SummaryController } from './summary.controller.js';
import { SummarizeHandler } from './summary.queries.js';
import { TokenCounts } from './token-counts.js';

@Module({
  imports: [TokensModule],
  controllers: [SummaryController],
  providers: [RefusalCounts, SummarizeHandler, TokenCounts],
})
export class SummaryModule {}
