import { positionText } from '#api/edge/http/position.hook';
import type { Config } from '#installation/config';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { paces, type Rebuilt, rebuildProjection } from '#projections/read-models/feed/rebuild-projection';
import { projections } from '#projections/read-models/stored-read-models';
import { CliFailure } from '../exit-codes.js';
import type { Progress } from '../progress.js';
import { withOfflineInstallation } from './offline-installation.js';

/** The read models of a data directory that no server uses; its log is opened with the keys, as for everything that reads it. */
export class OfflineReadModels {
  constructor(
    private readonly config: Config,
    private readonly progressOf: (name: string) => Promise<Progress>,
  ) {}

  list() {
    return withOfflineInstallation(this.config, async ({ store, readModels }) => {
      const [first] = await store.readAll(null, 1);
      const head = await store.head();
      const parked = await readModels.parkedEvents();
      const checkpoints = await Promise.all(projections.map(({ name }) => readModels.checkpoint(name)));
      return projections.map(({ name, version }, n) => {
        const at = checkpoints[n]?.position ?? null;
        const position = at === null ? null : positionText(first.id, at);
        return { name, version, position, caughtUp: at === head, parkedEvents: parked.get(name) ?? 0 };
      });
    });
  }

  /** Rebuilds the named read models, or all; each catches up with the log first, as at a start. */
  rebuild(names: readonly string[] | null): Promise<Rebuilt[]> {
    const chosen = projections.filter(({ name }) => names === null || names.includes(name));
    if (chosen.length === 0) throw new CliFailure('notFound', 'No stored read model has this name.');
    return withOfflineInstallation(this.config, async ({ store, readModels }) => {
      const runner = new ProjectionRunner(store, readModels);
      await runner.start();
      const rebuilt: Rebuilt[] = [];
      for (const projection of chosen) {
        const progress = await this.progressOf(projection.name);
        const onProgress = (done: number, total: number) => progress.at(done, total);
        rebuilt.push(
          await rebuildProjection(store, readModels, projection, { onProgress, pace: paces.alone }).finally(() => progress.stop()),
        );
      }
      await runner.stop();
      return rebuilt;
    });
  }
}
