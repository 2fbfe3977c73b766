import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileNetworks, isGlobal } from '../../src/fetch/address.ts';

/** A slow reference over whole numbers, built from the registries' text and nothing of the implementation's. */
const block4 = (text: string): [bigint, bigint] => {
  const [base = '', bits = '32'] = text.split('/');
  const low = base.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  return [low, low + (1n << (32n - BigInt(bits))) - 1n];
};
const special4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'
    .split(' ')
    .map(block4);
const global4 = (address: bigint): boolean => special4.every(([low, high]) => address < low || address > high);

const hex = (text: string): bigint => BigInt(`0x${text}`);
const expand = (text: string): bigint => {
  const [left = '', right] = text.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const middle = right === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...middle, ...tail].reduce((sum, group) => (sum << 16n) + hex(group), 0n);
};
const block6 = (text: string): [bigint, bigint] => {
  const [base = '', bits = '128'] = text.split('/');
  const low = expand(base);
  return [low, low + (1n << (128n - BigInt(bits))) - 1n];
};
const within = (address: bigint, text: string): boolean => {
  const [low, high] = block6(text);
  return address >= low && address <= high;
};
const special6 = ['2001:db8::/32', '2620:4f:8000::/48', '3fff::/20'];
const v4 = 0xffff_ffffn;
function global6(address: bigint): boolean {
  if (within(address, '::ffff:0:0/96') || within(address, '64:ff9b::/96')) return global4(address & v4);
  if (!within(address, '2000::/3')) return false;
  if (within(address, '2001::/32')) return global4((address >> 64n) & v4) && global4(~address & v4);
  if (within(address, '2001::/23') || special6.some((block) => within(address, block))) return false;
  if (within(address, '2002::/16') && !global4((address >> 80n) & v4)) return false;
  const identifier = (address >> 32n) & v4;
  return identifier === 0x5efen || identifier === 0x0200_5efen ? global4(address & v4) : true;
}

const text4 = (address: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
const groups = (address: bigint): string[] =>
  Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
/** Every way RFC 4291 §2.2 lets one write the address. */
function notations6(address: bigint): string[] {
  const parts = groups(address);
  const forms = [parts.join(':'), parts.map((part) => part.padStart(4, '0')).join(':'), parts.join(':').toUpperCase()];
  for (let start = 0; start < 8; start += 1) {
    for (let end = start + 1; end <= 8 && parts.slice(start, end).every((part) => part === '0'); end += 1) {
      forms.push(`${parts.slice(0, start).join(':')}::${parts.slice(end).join(':')}`);
    }
  }
  forms.push(`${parts.slice(0, 6).join(':')}:${text4(address & v4)}`);
  return forms;
}

const inBlock = ([low, high]: [bigint, bigint], margin: bigint, bits: bigint) =>
  fc.oneof(
    fc.bigInt(low, high),
    fc.constantFrom(low, high, low - margin, high + margin).map((edge) => ((edge % (1n << bits)) + (1n << bits)) % (1n << bits)),
  );
const ipv4 = fc.oneof(fc.bigInt(0n, v4), ...special4.map((block) => inBlock(block, 1n, 32n)));
const spaces =
  '::/128 ::1/128 ::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2000::/3 2001::/23 2001::/32 2001:1::1/128 2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28 2001:30::/28 2001:db8::/32 2002::/16 2606:4700::/32 2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8'
    .split(' ')
    .map(block6);
const embed = fc.tuple(
  ipv4,
  fc.constantFrom<(address: bigint) => bigint>(
    (a) => a,
    (a) => expand('::ffff:0:0') | a,
    (a) => expand('64:ff9b::') | a,
    (a) => expand('64:ff9b:1::') | a,
    (a) => expand('2002::') | (a << 80n) | 1n,
    (a) => expand('2001:0:0808:0808::') | (a ^ v4),
    (a) => expand('2001:0:0:0:0:0:f7f7:f7f7') | (a << 64n),
    (a) => expand('2606:4700::5efe:0:0') | a,
    (a) => expand('2606:4700::200:5efe:0:0') | a,
    (a) => expand('fe80::5efe:0:0') | a,
    (a) => expand('2002:808:808::200:5efe:0:0') | a,
  ),
);
const ipv6 = fc.oneof(
  fc.bigInt(0n, (1n << 128n) - 1n),
  ...spaces.map((block) => inBlock(block, 1n, 128n)),
  embed.map(([address, into]) => into(address)),
);

test('IPv4 agrees with the registry, at every edge', () => {
  fc.assert(
    fc.property(ipv4, (address) => {
      expect(isGlobal(text4(address))).toBe(global4(address));
    }),
    { numRuns: 3000 },
  );
});

test('IPv6 agrees with the registry, in every notation and embedding', () => {
  fc.assert(
    fc.property(ipv6, (address) => {
      for (const notation of notations6(address)) expect(`${notation} ${isGlobal(notation)}`).toBe(`${notation} ${global6(address)}`);
    }),
    { numRuns: 1500 },
  );
});

describe('addresses everybody knows', () => {
  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '93.184.216.34',
    '172.15.255.255',
    '172.32.0.0',
    '2606:4700:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('%s is global', (address) => {
    expect(isGlobal(address)).toBe(true);
  });
  const refused =
    '127.0.0.1 0.0.0.0 10.0.0.1 169.254.169.254 100.100.100.200 192.0.0.192 168.63.129.16 255.255.255.255 :: ::1 ::7f00:1 ::ffff:169.254.169.254 ::FFFF:7F00:1 64:ff9b::a9fe:a9fe 2002:7f00:1:: fd00:ec2::254 fe80::1 ff02::1 2001:0:808:808::80ff:fffe 2606:4700::5efe:10.0.0.1';
  test.each(refused.split(' '))('%s is not', (address) => {
    expect(isGlobal(address)).toBe(false);
  });
  test.each([
    '',
    'localhost',
    '2130706433',
    '0x7f.1',
    '017700000001',
    '8.8.8',
    'fe80::1%eth0',
    '2606:4700::1%1',
    '[2606:4700::1]',
    '8.8.8.8/32',
    ' 8.8.8.8',
  ])('"%s" is no address, so not global', (text) => {
    expect(isGlobal(text)).toBe(false);
  });
});

describe('networks that are allowed', () => {
  const allowed = compileNetworks(['10.1.0.0/16', '127.0.0.1', 'fd00::/8', '::1']);
  test.each(['10.1.2.3', '127.0.0.1', '::ffff:10.1.2.3', 'fd12::1', '::1'])('%s lies within', (address) => {
    expect(allowed(address)).toBe(true);
  });
  test.each(['10.2.0.1', '127.0.0.2', 'fc00::1', '::2', 'localhost', ''])('%s does not', (address) => {
    expect(allowed(address)).toBe(false);
  });
  test.each(['local', '10.0.0.0/33', '300.1.1.1', ''])('"%s" is refused by name', (entry) => {
    expect(() => compileNetworks([entry])).toThrow(`"${entry}"`);
  });
});
