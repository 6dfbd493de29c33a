import { describe, expect, it } from '@jest/globals';
import { canonicalCidr } from '../../../lib/environment/addresses.ts';

/** The block, or the problem that was told. */
const told = (text: string): string => {
  const result = canonicalCidr(text);
  return 'cidr' in result ? result.cidr : result.problem;
};

const isRefused = (text: string): boolean => 'problem' in canonicalCidr(text);

/** Repeatable numbers in [0, 1) (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('a block is brought into canonical form', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.7/32', '203.0.113.7/32'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['255.255.255.255', '255.255.255.255/32'],
    ['128.0.0.0/1', '128.0.0.0/1'],
    ['203.0.113.6/31', '203.0.113.6/31'],
    ['::', '::/128'],
    ['::/0', '::/0'],
    ['::1', '::1/128'],
    ['0:0:0:0:0:0:0:1', '::1/128'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:0db8:0000:0000:0000:0000:0000:0000/32', '2001:db8::/32'],
    ['2001:db8:0:0:0:0:0:0/32', '2001:db8::/32'],
    ['2001:db8:0:0:0::/32', '2001:db8::/32'],
    ['2001:db8::0/32', '2001:db8::/32'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1/128'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1/128'],
    ['2001:db8::1:1:1:1:1', '2001:db8:0:1:1:1:1:1/128'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3/128'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0/128'],
    ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8/128'],
    ['fe80::/10', 'fe80::/10'],
    ['::ffff:102:304', '::ffff:102:304/128'],
    ['FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128'],
  ])('%s → %s', (text, cidr) => expect(canonicalCidr(text)).toEqual({ cidr }));
});

describe('a block with bits beyond its prefix is refused, and the one it lies in is named', () => {
  it.each([
    ['10.0.0.1/8', '10.0.0.0/8'],
    ['203.0.113.7/31', '203.0.113.6/31'],
    ['192.168.1.255/25', '192.168.1.128/25'],
    ['1.2.3.4/0', '0.0.0.0/0'],
    ['2001:db8::1/32', '2001:db8::/32'],
    ['2001:DB8:FFFF::/33', '2001:db8:8000::/33'],
    ['::1/0', '::/0'],
    ['::1/127', '::/127'],
  ])('%s lies in %s', (text, block) => {
    expect(told(text)).toBe(`${text} has bits set beyond its prefix. The block it lies in is ${block}.`);
  });
});

describe('a prefix length must be a plain number that fits', () => {
  it.each([
    ['10.0.0.0/33', 32],
    ['10.0.0.0/128', 32],
    ['10.0.0.0/', 32],
    ['10.0.0.0/08', 32],
    ['10.0.0.0/00', 32],
    ['10.0.0.0/-8', 32],
    ['10.0.0.0/+8', 32],
    ['10.0.0.0/8.0', 32],
    ['10.0.0.0/0x8', 32],
    ['10.0.0.0/8 ', 32],
    ['10.0.0.0/255.0.0.0', 32],
    ['10.0.0.0/eight', 32],
    ['::/129', 128],
    ['::/1000', 128],
    ['::/032', 128],
  ])('%s', (text, bits) => {
    expect(told(text)).toBe(`${text}: the prefix length must be a number from 0 to ${bits}.`);
  });
});

describe('what only some parsers take for an address is refused', () => {
  it.each([
    ['nothing', ''],
    ['a slash', '/'],
    ['a length alone', '/8'],
    ['a second length', '10.0.0.0/8/8'],
    ['a name', 'home'],
    ['a short form', '10.1'],
    ['three parts', '10.0.1'],
    ['a single number', '167772161'],
    ['octal parts', '010.0.0.1'],
    ['a leading zero', '10.0.0.01'],
    ['hexadecimal parts', '0x0a.0.0.1'],
    ['a hexadecimal number', '0x0a000001'],
    ['five parts', '10.0.0.0.1'],
    ['a part over 255', '10.0.0.256'],
    ['a negative part', '10.0.0.-1'],
    ['a dot at the end', '10.0.0.1.'],
    ['a space before', ' 10.0.0.1'],
    ['a space after', '10.0.0.1 '],
    ['a line feed', '10.0.0.1\n'],
    ['digits of another script', '١٠.0.0.1'],
    ['a zone id', 'fe80::1%eth0'],
    ['a zone id with a length', 'fe80::1%1/128'],
    ['brackets', '[::1]'],
    ['a port', '10.0.0.1:80'],
    ['an IPv4 address within IPv6', '::ffff:10.0.0.1'],
    ['two gaps', '1::2::3'],
    ['three colons', ':::'],
    ['seven groups', '1:2:3:4:5:6:7'],
    ['nine groups', '1:2:3:4:5:6:7:8:9'],
    ['a gap that stands for nothing', '1:2:3:4:5:6:7:8::'],
    ['a group of five digits', '12345::'],
    ['a group of five digits with a zero', '2001:00db8::'],
    ['a colon at the end', '1:2:3:4:5:6:7:8:'],
    ['a letter beyond f', '2001:dbg::'],
  ])('%s: %j', (_, text) => {
    expect(told(text)).toBe(`${text} is not an IPv4 or IPv6 address or block.`);
  });
});

describe('the canonical form of a canonical form', () => {
  const random = numbers(4711);
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const v4 = (): string => Array.from({ length: 4 }, () => upTo(255)).join('.');
  const group = (): string => (random() < 0.5 ? '0' : upTo(0xffff).toString(16).toUpperCase());
  const v6 = (): string => Array.from({ length: 8 }, group).join(':');
  const hosts = Array.from({ length: 500 }, (_, index) => (index % 2 ? v4() : v6()));
  const blocks = hosts.map((host) => `${host}/${upTo(host.includes(':') ? 128 : 32)}`);

  it('is itself, for any address', () => {
    for (const host of hosts) expect(told(told(host))).toBe(told(host));
  });

  it('is itself, for the block that any other is told to lie in', () => {
    const named = blocks.map((text) =>
      isRefused(text) ? told(text).replace(/^.* is |\.$/g, '') : told(text),
    );
    for (const block of named) expect(canonicalCidr(block)).toEqual({ cidr: block });
  });
});
