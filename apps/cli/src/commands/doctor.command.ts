import type { Command } from 'commander';
import type { Config } from '#installation/config';
import type { Call, CommandLine } from '../command-line.js';
import type { Finding } from '../doctor/finding.js';
import { CliFailure } from '../exit-codes.js';
import { printable } from '../output/printable.js';
import { paintOn, styleOfState } from '../output/style.js';
import { progressOn } from '../progress.js';

export function doctorCommand(program: Command, cli: CommandLine): void {
  const doctor = program.command('doctor').description('check this installation, and say what to do about each problem; changes nothing');
  doctor.option('--deep', 'verify the whole log, not only its newest events');
  doctor.option('--data-dir <directory>', 'the data directory (KEYLEDGER_DATA_DIR); a server may be using it');
  doctor.option('--url <url>', 'address of the server (KEYLEDGER_URL); by default http://127.0.0.1:8080');
  cli.plain(doctor, async (call) => {
    const findings = await examine(call);
    show(findings, call);
    const failures = findings.filter(({ status }) => status === 'fail').length;
    if (failures > 0) throw new CliFailure('failed', `${failures} of ${findings.length} checks failed.`);
  });
}

async function examine({ options, terminal }: Call): Promise<Finding[]> {
  const { checkClock, checkConfiguration, checkNode } = await import('../doctor/host-checks.js');
  const { checkDirectory } = await import('../doctor/directory-checks.js');
  const { checkServer, serverToAsk } = await import('../doctor/server-checks.js');
  const { dataDir } = options;
  const { config, findings } = checkConfiguration({ ...terminal.environment, ...(dataDir && { KEYLEDGER_DATA_DIR: dataDir }) });
  const asked = serverToAsk(options.url, terminal.environment, config);
  if (config === null) {
    const server = await checkServer(asked, { isRunning: false, activeKid: null });
    return [checkNode(), ...findings, checkClock(new Date(), null), ...server];
  }
  const directory = await checkDirectory(config.dataDirectory, config.keysDirectory);
  const log = directory.hasLog ? await examineLog(config, directory.isInUse, options.deep === true, terminal) : null;
  const clock = checkClock(new Date(), log?.newestEventAt ?? null);
  const server = await checkServer(asked, { isRunning: directory.isInUse, activeKid: log?.activeKid ?? null });
  return [checkNode(), ...findings, clock, ...directory.findings, ...(log?.findings ?? []), ...server];
}

async function examineLog(config: Config, isInUse: boolean, isDeep: boolean, terminal: Call['terminal']) {
  const { openLogView, checkLog } = await import('../doctor/log-checks.js');
  const { checkReadModels } = await import('../doctor/read-model-checks.js');
  const { view, findings: unopened } = await openLogView(config.dataDirectory, isInUse);
  if (view === null) return { findings: unopened, newestEventAt: null, activeKid: null };
  const progress = await progressOn(terminal, 'Events');
  try {
    const { dataDirectory } = config;
    const { findings, newestEventAt, keys, activeKid } = await checkLog({
      view,
      config,
      isDeep,
      onProgress: (at, end) => progress.at(at, end),
    });
    const readModels = await checkReadModels(view, dataDirectory, isInUse);
    const { checkWhatIsMade } = await import('../doctor/deep-checks.js');
    const made = isDeep && keys ? await checkWhatIsMade(view, dataDirectory, keys, isInUse) : [];
    return { findings: [...findings, ...readModels, ...made], newestEventAt, activeKid };
  } finally {
    progress.stop();
    view.close();
  }
}

function show(findings: readonly Finding[], { print, options, terminal }: Call): void {
  if (options.json) return print.list(findings as never, []);
  const width = Math.max(...findings.map(({ check }) => check.length));
  const paint = paintOn(terminal.output, terminal.environment);
  const lines = findings.map(({ check, status, detail, remedy }) => {
    const line = `${paint(styleOfState(status), status.padEnd(4))}  ${check.padEnd(width)}  ${printable(detail)}\n`;
    return remedy === undefined ? line : `${line}${' '.repeat(width + 8)}→ ${printable(remedy)}\n`;
  });
  terminal.output.write(lines.join(''));
}
