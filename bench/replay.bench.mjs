import { runScript } from './measure/child-process.mjs';
import { serverCore } from './measure/cores.mjs';
import { buildDataSet } from './measure/data-set.mjs';
import { beside, figure } from './measure/figure.mjs';

const forms = {
  quick: { count: 1, people: 10, personalTokens: 100 },
  full: { count: 7, people: 10_000, personalTokens: 150_000 },
};
forms.long = forms.full;

/** Every answer is folded from events, so the speed of folding limits how fast anything can be rebuilt. */
export const replay = {
  question: 'How fast are the index and the read models made from the log, beside reading and parsing it?',
  needsPeers: false,
  async measure(form) {
    const { count, ...shape } = forms[form];
    const { directory } = await buildDataSet(shape);
    const { seen } = await runScript(serverCore, ['bench/in-process/replay.mjs', directory, count]);
    const ratio = (name, ours, target) => {
      const note = `${beside(seen, ours, 'parsedRead', (perSecond) => perSecond.toFixed(0))} a second`;
      return figure(name, { target, note, samples: seen.map((round) => round[ours] / round.parsedRead) });
    };
    return [
      ratio('index ÷ parsed read', 'index', { atLeast: 0.7 }),
      ratio('all stored read models ÷ parsed read', 'readModels', { atLeast: 0.5 }),
    ];
  },
};
