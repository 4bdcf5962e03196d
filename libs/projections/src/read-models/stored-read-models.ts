import { ActivityLog, activityLog } from './models/activity-log.js';
import { AllowanceRequests, allowanceRequests } from './models/allowance-requests.js';
import { Deadlines, deadlines } from './models/deadlines.js';
import { ServiceAccountDirectory, serviceAccountDirectory } from './models/service-account-directory.js';
import { TokenDirectory, tokenDirectory } from './models/token-directory.js';
import { UserDirectory, userDirectory } from './models/user-directory.js';
import type { Projection } from './projection.js';
import type { ReadModels } from './read-models.js';

/** A projection together with the class that answers queries from its tables. */
export interface StoredReadModel {
  readonly projection: Projection;
  readonly reader: new (readModels: ReadModels) => object;
}

/** Every stored read model, each in a file of its own. The feed and the queries take them from this list alone. */
export const storedReadModels: readonly StoredReadModel[] = [
  { projection: userDirectory, reader: UserDirectory },
  { projection: tokenDirectory, reader: TokenDirectory },
  { projection: serviceAccountDirectory, reader: ServiceAccountDirectory },
  { projection: allowanceRequests, reader: AllowanceRequests },
  { projection: deadlines, reader: Deadlines },
  { projection: activityLog, reader: ActivityLog },
];

export const projections: readonly Projection[] = storedReadModels.map(({ projection }) => projection);
