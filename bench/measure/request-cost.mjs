import { beside, figure } from './figure.mjs';
import { rounds } from './rounds.mjs';

/**
 * Measures what a request costs each server, side by side. The load comes from another core and is always faster than the server,
 * so on a machine of one's own this is the inverse of the requests per second; on a shared one it is what they would be.
 *
 * @param sides by name: `{server, name}`, where `name` are requests that the load has prepared
 * @returns for each round, by name: nanoseconds of processor time per request (of the time of day where the system does not tell)
 */
export function requestCosts(load, sides, { count, durationMs }) {
  const measures = Object.entries(sides).map(([side, { server, name }]) => [
    side,
    async () => (await sendFor(load, server, name, durationMs)).costNs,
  ]);
  return rounds(count, Object.fromEntries(measures));
}

/** One round against one server: `{costNs, perSecond, p50Ms, p99Ms}`. */
export async function sendFor(load, server, name, durationMs) {
  const before = server.processorNs();
  const { answered, wallMs, ...latency } = await load.send({ name, port: server.port, durationMs });
  const usedNs = before === null ? wallMs * 1e6 : server.processorNs() - before;
  return { costNs: usedNs / answered, perSecond: (answered / wallMs) * 1000, ...latency };
}

/** The number of our requests that fit into the time of one of the other product. */
export function costRatio(name, costs, reference, target = null) {
  const note = `${beside(costs, 'ours', reference, microseconds)} of processor time a request`;
  return figure(name, { target, note, samples: costs.map((round) => round[reference] / round.ours) });
}

export const microseconds = (ns) => `${(ns / 1000).toFixed(1)} µs`;
