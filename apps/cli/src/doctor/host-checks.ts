import { Config, ConfigurationError } from '#installation/config';
import { type Finding, fail, ok, warn } from './finding.js';

const nodeMin = [20, 19] as const;

export function checkNode(version = process.versions.node): Finding {
  const [major, minor] = version.split('.').map(Number);
  const isEnough = major > nodeMin[0] || (major === nodeMin[0] && minor >= nodeMin[1]);
  if (isEnough) return ok('node', `Node ${version}`);
  return fail('node', `Node ${version} is older than ${nodeMin.join('.')}.`, 'Install a newer Node.js from https://nodejs.org/.');
}

/** The configuration that a server would have in this environment; null when it would be invalid. */
export function checkConfiguration(environment: NodeJS.ProcessEnv): { readonly config: Config | null; readonly findings: Finding[] } {
  try {
    const config = Config.from(environment);
    return { config, findings: [...checkNames(config), checkPublicUrl(config)] };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return {
      config: null,
      findings: [fail('configuration', error.message, 'Correct the setting; docs/reference/configuration.md lists all.')],
    };
  }
}

function checkNames({ warnings }: Config): Finding[] {
  const remedy = 'Remove the variable, or correct its name; docs/reference/configuration.md lists all.';
  if (warnings.length > 0) return warnings.map((warning) => warn('configuration', warning, remedy));
  return [ok('configuration', 'Every setting is valid.')];
}

function checkPublicUrl(config: Config): Finding {
  const { HOST, KEYLEDGER_PUBLIC_URL: configured } = config.values;
  if (config.isPlainHttpExposed) {
    return warn(
      'public URL',
      'Tokens travel unencrypted.',
      'Put a proxy with https in front, and set KEYLEDGER_PUBLIC_URL to its address.',
    );
  }
  const { hostname } = new URL(config.publicUrl);
  const leadsHere = /^(localhost|127\.|\[::1\])/.test(hostname) || hostname === '0.0.0.0' || hostname === '[::]';
  if (leadsHere && !/^(localhost|127\.|::1)/.test(HOST)) {
    return warn(
      'public URL',
      'Links with a loopback address lead other people to their own machines.',
      'Set KEYLEDGER_PUBLIC_URL to the address under which clients reach it.',
    );
  }
  // The URL is not shown, since it may contain a credential and a report is pasted into tickets.
  return ok('public URL', configured ? 'KEYLEDGER_PUBLIC_URL is valid.' : config.publicUrl);
}

const clockLeewayMs = 300_000;
const earliest = Date.UTC(2025, 0, 1);

/** Expiries depend on the clock: one that is behind events already written revives expired tokens. */
export function checkClock(now: Date, newestEventAt: string | null): Finding {
  const remedy = 'Set the clock of this machine, and keep it right with NTP.';
  if (now.getTime() < earliest) return fail('clock', `The clock of this machine says ${now.toISOString()}.`, remedy);
  const aheadMs = newestEventAt === null ? 0 : Date.parse(newestEventAt) - now.getTime();
  if (aheadMs <= clockLeewayMs) return ok('clock', now.toISOString());
  return fail('clock', `The clock of this machine says ${now.toISOString()}, but an event was written at ${newestEventAt}.`, remedy);
}
