import { BlockList, isIP, SocketAddress } from 'node:net';

/** Addresses and networks; an IPv4 address is found under its IPv6 form, too. */
export class NetworkList {
  readonly #list = new BlockList();

  /** @throws Error that names the first entry that is neither an address nor a network */
  constructor(readonly entries: readonly string[]) {
    for (const entry of entries) {
      const network = networkIn(entry);
      if (!network) throw new Error(`"${entry}" is neither an address nor a network.`);
      this.#list.addSubnet(network.address, network.bits, network.family);
    }
  }

  allows(address: string | null): boolean {
    const family = isIP(address ?? '');
    return address !== null && family !== 0 && this.#list.check(address, familyOf(family));
  }
}

interface Network {
  readonly address: string;
  /** Length of the prefix. */
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Reads an address, or a network as `address/prefix`; null for any other text. */
export function networkIn(text: string): Network | null {
  const [address, prefix, ...rest] = text.split('/');
  const family = isIP(address);
  const bitsMax = family === 4 ? 32 : 128;
  const bits = prefix === undefined ? bitsMax : Number(prefix);
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(prefix ?? '0') || bits > bitsMax) return null;
  return { address, bits, family: familyOf(family) };
}

/**
 * The one spelling of an address or a network: IPv6 as RFC 5952 writes it, a network with its prefix. Null for another text, a zone, or a
 * network of which bits beyond the prefix are set.
 */
export function canonicalNetwork(text: string): string | null {
  const network = text.includes('%') ? null : networkIn(text);
  if (!network || (numberOf(network) & hostMask(network)) !== 0n) return null;
  const { address } = new SocketAddress(network);
  return text.includes('/') ? `${address}/${network.bits}` : address;
}

/** Whether every address of `inner` is one of `outer`. Both are as `canonicalNetwork` writes them. */
export function isWithin(inner: string, outer: string): boolean {
  const [one, other] = [networkIn(inner), networkIn(outer)];
  if (!one || !other || hostMask(one) > hostMask(other)) return false;
  return (numberOf(one) | hostMask(other)) === (numberOf(other) | hostMask(other));
}

const familyOf = (family: number) => (family === 4 ? 'ipv4' : 'ipv6');

/** The bits beyond the prefix. */
const hostMask = ({ bits, family }: Network) => (1n << BigInt((family === 'ipv4' ? 32 : 128) - bits)) - 1n;

/** The address as a number of 128 bits, an IPv4 address under its IPv6 form. */
function numberOf({ address, family }: Network): bigint {
  const [head, tail] = (family === 'ipv4' ? `::ffff:${address}` : address).split('::').map(groupsIn);
  const groups = tail ? [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail] : head;
  return groups.reduce((number, group) => (number << 16n) | BigInt(group), 0n);
}

/** The groups of 16 bits of one side of an IPv6 address; the last two may be written as an IPv4 address. */
const groupsIn = (text: string): number[] =>
  text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? dotted(group) : [Number.parseInt(group, 16)]));

function dotted(address: string): number[] {
  const [a, b, c, d] = address.split('.').map(Number);
  return [(a << 8) | b, (c << 8) | d];
}
