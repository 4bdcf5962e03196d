import { runScript } from './measure/child-process.mjs';
import { serverCore } from './measure/cores.mjs';
import { temporaryDirectory } from './measure/data-set.mjs';
import { beside, figure } from './measure/figure.mjs';

const forms = {
  quick: { few: 200, many: 2000, count: 1 },
  full: { few: 50_000, many: 1_000_000, count: 9 },
  long: { few: 50_000, many: 5_000_000, count: 9 },
};

/** The activity log: the cost of a page must not grow with the number of events. */
export const activity = {
  question: 'What does a page of the activity log cost, as events become many?',
  needsPeers: false,
  async measure(form) {
    const { few, many, count } = forms[form];
    const args = [temporaryDirectory(), few, temporaryDirectory(), many, count];
    const seen = await runScript(serverCore, ['bench/in-process/activity.mjs', ...args]);
    return Object.entries(seen).map(([view, pages]) => {
      const samples = pages.map((round) => round.many / round.few);
      const note = beside(pages, 'many', 'few', (ms) => `${ms.toFixed(2)} ms`);
      return figure(`page ${view}, of ${many} events ÷ of ${few}`, { target: { atMost: 2 }, note, samples });
    });
  },
};
