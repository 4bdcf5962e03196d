import { ActivityLog, activityLog } from './models/activity-log.js';
import { Deadlines, deadlines } from './models/deadlines.js';
import { ServiceAccountDirectory, serviceAccountDirectory } from './models/service-account-directory.js';
import { TokenDirectory, tokenDirectory } from './models/token-directory.js';
import { UserDirectory, userDirectory } from './models/user-directory.js';
import type { Projection } from './projection.js';
import type { ReadModels } from './read-models.js';

/** What is made of events, and the class that answers from it. */
export interface StoredReadModel {
  readonly projection: Projection;
  readonly reader: new (readModels: ReadModels) => object;
}

/** Every stored read model there is. Each is one file, and stands in this list alone: what feeds them and what asks them go by it. */
export const storedReadModels: readonly StoredReadModel[] = [
  { projection: userDirectory, reader: UserDirectory },
  { projection: tokenDirectory, reader: TokenDirectory },
  { projection: serviceAccountDirectory, reader: ServiceAccountDirectory },
  { projection: deadlines, reader: Deadlines },
  { projection: activityLog, reader: ActivityLog },
];

export const projections: readonly Projection[] = storedReadModels.map(({ projection }) => projection);
