import { runScript } from './measure/child-process.mjs';
import { serverCore } from './measure/cores.mjs';
import { temporaryDirectory } from './measure/data-set.mjs';
import { beside, figure } from './measure/figure.mjs';

const forms = { quick: { count: 1, perRound: 100 }, full: { count: 11, perRound: 3000 } };
forms.long = forms.full;

/** The cost of a command, from the decision until it is durable and every verdict knows of it. */
export const commands = {
  question: 'How many commands are durable in a second, with 64 in flight, beside raw appends to the same store?',
  needsPeers: false,
  async measure(form) {
    const { count, perRound } = forms[form];
    const seen = await runScript(serverCore, [
      'bench/in-process/commands.mjs',
      temporaryDirectory(),
      temporaryDirectory(),
      count,
      perRound,
    ]);
    const ratio = (name, ours, raw, target) => {
      const note = `${beside(seen, ours, raw, (perSecond) => perSecond.toFixed(0))} a second`;
      return figure(name, { target, note, samples: seen.map((round) => round[ours] / round[raw]) });
    };
    return [
      ratio('revoking a token ÷ raw appends of such events', 'revoke', 'rawOfRevoke', { atLeast: 0.6 }),
      ratio('issuing a token ÷ raw appends of such events', 'issue', 'rawOfIssue', { atLeast: 0.6 }),
    ];
  },
};
