import { Injectable } from '@nestjs/common';
import { limits } from '#installation/config';
import { ProjectionRunner } from '#projections/read-models/feed/run-projections';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { RefusalWithRetry } from './failure.js';

/** People read their own writes: a stored read model answers from at least where the index was when they asked. */
@Injectable()
export class ReadModelFreshness {
  constructor(
    private readonly validity: TokenValidity,
    private readonly projections: ProjectionRunner,
  ) {}

  /** @throws Refusal service/not-caught-up when the read models need longer than two seconds */
  async ready(): Promise<void> {
    const position = this.validity.position;
    if (position === null || (await this.projections.reached(position, limits.minPositionWaitMs))) return;
    throw new RefusalWithRetry('service/not-caught-up', 1);
  }
}
