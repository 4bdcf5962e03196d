import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadModels } from '#projections/read-models/read-models';
import { projections } from '#projections/read-models/stored-read-models';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { requireOperator } from '../../edge/authentication/operator.js';
import type { WholeList } from '../../edge/http/page-request.js';
import { positionText } from '../../edge/http/position.hook.js';
import { flag, integer, object, type Shape, text } from '../../edge/http/schema.js';

export const ProjectionView = object('ProjectionView', {
  name: text('token-directory'),
  version: integer(3).about('Raised with every change to the rows that it makes of events.'),
  position: text('1-42').orNull().about('The newest event that it has applied; null while it is being rebuilt.'),
  caughtUp: flag(true).about('Whether it has applied everything that had happened at the moment of the request.'),
  parkedEvents: integer(0).about('Events that it could not read, and left out.'),
});
export type ProjectionView = Shape<typeof ProjectionView>;

/** Every stored read model. */
export class ListProjections extends Query<WholeList<ProjectionView>> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(ListProjections)
export class ListProjectionsHandler implements IQueryHandler<ListProjections> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ caller }: ListProjections): Promise<WholeList<ProjectionView>> {
    requireOperator(caller, this.validity);
    const { logId, position: newest } = this.validity;
    const parked = await this.readModels.parkedEvents();
    const items: ProjectionView[] = [];
    for (const { name, version } of projections) {
      const at = (await this.readModels.checkpoint(name))?.position ?? null;
      const position = at === null ? null : positionText(logId, at);
      items.push({ name, version, position, caughtUp: at !== null && at >= (newest ?? 0n), parkedEvents: parked.get(name) ?? 0 });
    }
    return { items, nextCursor: null };
  }
}
