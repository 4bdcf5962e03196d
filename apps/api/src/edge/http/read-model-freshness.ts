import { Injectable } from '@nestjs/common';
import { limits } from '#installation/config';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import type { Projection } from '#projections/read-models/projection';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { ReadModelBehind } from './failure.js';

/** People read their own writes: a stored read model answers from at least the position that the index had when the request arrived. */
@Injectable()
export class ReadModelFreshness {
  constructor(
    private readonly validity: TokenValidity,
    private readonly projections: ProjectionRunner,
  ) {}

  /** @throws ReadModelBehind service/not-caught-up when this read model needs longer than two seconds, regardless of the others */
  async ready(readModel: Projection): Promise<void> {
    const position = this.validity.position;
    if (position === null || (await this.projections.reached(position, limits.minPositionWaitMs, [readModel]))) return;
    throw new ReadModelBehind(readModel.name);
  }
}
