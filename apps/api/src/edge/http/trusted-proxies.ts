import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Networks that go by a name. */
const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.1/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** The proxies whose forwarding headers are trusted. The router and the routes before it use the same list. */
export class TrustedProxies {
  readonly #list = new BlockList();

  /** @throws Error with a sentence that names the entry that is neither address nor network */
  constructor(readonly proxies: readonly string[]) {
    for (const proxy of proxies.flatMap((proxy) => named[proxy] ?? [proxy])) this.#add(proxy);
  }

  readonly trusts = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && this.#list.check(address, familyOf(family));
  };

  /** The client's address: the nearest one in the chain that belongs to no trusted proxy. */
  sourceOf({ socket, headers }: IncomingMessage): string {
    let source = socket.remoteAddress ?? '';
    const forwarded = this.proxies.length === 0 ? undefined : headers['x-forwarded-for'];
    if (!forwarded) return source;
    const chain = String(forwarded).split(',');
    while (chain.length > 0 && this.trusts(source)) source = (chain.pop() as string).trim();
    return source;
  }

  #add(proxy: string): void {
    const [address, prefix] = proxy.split('/');
    const family = isIP(address);
    const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
    if (family === 0 || !/^\d+$/.test(prefix ?? '0') || bits > (family === 4 ? 32 : 128)) {
      throw new Error(`KEYLEDGER_TRUSTED_PROXIES names "${proxy}", which is neither an address nor a network.`);
    }
    this.#list.addSubnet(address, bits, familyOf(family));
  }
}

const familyOf = (family: number) => (family === 4 ? 'ipv4' : 'ipv6');
