import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isFullRun } from '../support/full-run.js';
import { runningApp } from '../support/running-app.js';
import { steps } from './lifecycle-commands.js';
import { LifecycleModel } from './lifecycle-model.js';
import { LifecycleWorld } from './lifecycle-world.js';

const runs = isFullRun ? 120 : 4;
const stepsPerRun = 200;
const seed = Number(process.env.KEYLEDGER_TEST_SEED ?? 20_301);

describe(`Against a model of what is promised (seed ${seed})`, () => {
  const app = runningApp();

  it(`credentials are judged as the model says, in ${runs} runs of some ${stepsPerRun} steps in two organizations (SR-40)`, async () => {
    // The model knows no time but that of its steps.
    app().clock.stop();
    let taken = 0;
    const commands = fc.commands(steps, { size: 'max', maxCommands: stepsPerRun });
    const property = fc.asyncProperty(commands, async (list) => {
      const model = new LifecycleModel();
      const world = await LifecycleWorld.begin(app(), model);
      await fc.asyncModelRun(() => ({ model, real: world }), list);
      for (const held of world.held) await world.compare(model, held);
      taken += [...list].length;
    });
    await fc.assert(property, { seed, numRuns: runs, endOnFailure: !isFullRun });
    expect(taken).toBeGreaterThanOrEqual(isFullRun ? 10_000 : 400);
  });
});
