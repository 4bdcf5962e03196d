import type { IncomingMessage } from 'node:http';
import { NetworkList, networkIn } from './network-list.js';

/** Networks that go by a name. */
const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.1/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** The proxies whose forwarding headers are trusted. The router and the routes before it use the same list. */
export class TrustedProxies {
  readonly #list: NetworkList;

  /** @throws Error with a sentence that names the entry that is neither address nor network */
  constructor(readonly proxies: readonly string[]) {
    const networks = proxies.flatMap((proxy) => named[proxy] ?? [proxy]);
    const wrong = networks.find((network) => networkIn(network) === null);
    if (wrong !== undefined) throw new Error(`KEYLEDGER_TRUSTED_PROXIES names "${wrong}", which is neither an address nor a network.`);
    this.#list = new NetworkList(networks);
  }

  readonly trusts = (address: string): boolean => this.#list.allows(address);

  /** The client's address: the nearest one in the chain that belongs to no trusted proxy. */
  sourceOf({ socket, headers }: IncomingMessage): string {
    let source = socket.remoteAddress ?? '';
    const forwarded = this.proxies.length === 0 ? undefined : headers['x-forwarded-for'];
    if (!forwarded) return source;
    const chain = String(forwarded).split(',');
    while (chain.length > 0 && this.trusts(source)) source = (chain.pop() as string).trim();
    return source;
  }
}
