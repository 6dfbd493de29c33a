import ipaddr from 'ipaddr.js';

/**
 * The canonical form of an IPv4 or IPv6 block; a bare address becomes the block of that one host.
 *
 * @returns the block, or in `problem` why it is none
 */
export function canonicalCidr(text: string): { cidr: string } | { problem: string } {
  const [address = '', length, ...rest] = text.split('/');
  if (rest.length > 0 || !isAddress(address))
    return { problem: `${text} is not an IPv4 or IPv6 address or block.` };
  const parsed = ipaddr.parse(address);
  const bits = parsed.kind() === 'ipv4' ? 32 : 128;
  if (length === undefined) return { cidr: `${canonical(parsed)}/${bits}` };
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits) {
    return { problem: `${text}: the prefix length must be a number from 0 to ${bits}.` };
  }
  const block = `${canonical(parsed)}/${Number(length)}`;
  const network = `${networkAddress(parsed.kind(), block)}/${Number(length)}`;
  return network === block
    ? { cidr: block }
    : { problem: `${text} has bits set beyond its prefix. The block it lies in is ${network}.` };
}

const isAddress = (text: string): boolean =>
  // Dotted and full forms only: 10.1 and 0x7f.1 are addresses to some parsers and typos to people.
  ipaddr.IPv4.isValidFourPartDecimal(text) ||
  (text.includes(':') && !/[%.]/.test(text) && ipaddr.IPv6.isValid(text));

const canonical = (address: ipaddr.IPv4 | ipaddr.IPv6): string =>
  address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();

const networkAddress = (kind: string, block: string): string =>
  canonical(
    kind === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(block) : ipaddr.IPv6.networkAddressFromCIDR(block),
  );
