import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * The IANA special-purpose IPv4 blocks and multicast. Some of them (AS112, AMT) are reachable, but no website lives there, so the whole
 * registry is refused.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const SPECIAL_IPV4 = [
  '0.0.0.0/8', // this network (RFC 791)
  '10.0.0.0/8', // private (RFC 1918)
  '100.64.0.0/10', // shared, carrier-grade NAT (RFC 6598)
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // not IANA's: the host agent of every Azure machine, a public address that never leaves the machine
  '169.254.0.0/16', // link-local, cloud metadata (RFC 3927)
  '172.16.0.0/12', // private (RFC 1918)
  '192.0.0.0/24', // protocol assignments (RFC 6890)
  '192.0.2.0/24', // TEST-NET-1 (RFC 5737)
  '192.31.196.0/24', // AS112 (RFC 7535)
  '192.52.193.0/24', // AMT (RFC 7450)
  '192.88.99.0/24', // 6to4 relays, deprecated (RFC 7526)
  '192.168.0.0/16', // private (RFC 1918)
  '192.175.48.0/24', // AS112 (RFC 7534)
  '198.18.0.0/15', // benchmarks (RFC 2544)
  '198.51.100.0/24', // TEST-NET-2 (RFC 5737)
  '203.0.113.0/24', // TEST-NET-3 (RFC 5737)
  '224.0.0.0/4', // multicast (RFC 5771)
  '240.0.0.0/4', // reserved, limited broadcast (RFC 1112)
].map((block) => ipaddr.IPv4.parseCIDR(block));

/** Global unicast as allocated (RFC 4291 §2.4): whatever lies outside is loopback, link-local, unique local, multicast or unassigned. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** What is special within global unicast. https://www.iana.org/assignments/iana-ipv6-special-registry */
const SPECIAL_IPV6 = [
  '2001::/23', // protocol assignments (RFC 2928): benchmarks, AMT, AS112, ORCHID, drones; Teredo is looked into before
  '2001:db8::/32', // documentation (RFC 3849)
  '2620:4f:8000::/48', // AS112 (RFC 7534)
  '3fff::/20', // documentation (RFC 9637)
].map((block) => ipaddr.IPv6.parseCIDR(block));

const MAPPED = ipaddr.IPv6.parseCIDR('::ffff:0:0/96');
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
const SIX_TO_FOUR = ipaddr.IPv6.parseCIDR('2002::/16');
const TEREDO = ipaddr.IPv6.parseCIDR('2001::/32');

/**
 * Whether an IP address (four decimal parts, or any text form of IPv6) can be a public web server. Every IPv4 address that is embedded
 * in an IPv6 one must be public too, since a gateway on the way would unwrap it. Anything else than an address is not global.
 */
export function isGlobal(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv4 ? isGlobalIpv4(parsed) : isGlobalIpv6(parsed);
}

const isGlobalIpv4 = (address: ipaddr.IPv4): boolean => !SPECIAL_IPV4.some((block) => address.match(block));

function isGlobalIpv6(address: ipaddr.IPv6): boolean {
  const embedded = (first: number): boolean => isGlobalIpv4(new ipaddr.IPv4(address.toByteArray().slice(first, first + 4)));
  // Mapped addresses (RFC 4291 §2.5.5.2) and the well-known NAT64 prefix (RFC 6052) reach the IPv4 address they carry. The compatible form
  // ::a.b.c.d and the local NAT64 prefix 64:ff9b:1::/48 (RFC 8215) lie outside global unicast and are never global.
  if (address.match(MAPPED) || address.match(NAT64)) return embedded(12);
  if (!address.match(GLOBAL_UNICAST)) return false;
  if (address.match(SIX_TO_FOUR)) return embedded(2) && isGlobalInterface(address);
  if (address.match(TEREDO))
    return (
      embedded(4) &&
      isGlobalIpv4(
        new ipaddr.IPv4(
          address
            .toByteArray()
            .slice(12)
            .map((byte) => byte ^ 0xff),
        ),
      )
    );
  if (SPECIAL_IPV6.some((block) => address.match(block))) return false;
  return isGlobalInterface(address);
}

/** ISATAP (RFC 5214 §6.1): the interface id 0000:5efe or 0200:5efe is followed by an IPv4 address, under any prefix. */
function isGlobalInterface(address: ipaddr.IPv6): boolean {
  const [, , , , flags = 0, oui, high = 0, low = 0] = address.parts;
  if (oui !== 0x5efe || (flags & 0xfdff) !== 0) return true;
  return isGlobalIpv4(new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff]));
}

/** Addresses and networks the user allows by name, for `network.allowPrivate`. @throws Error that names the entry that is no network. */
export function compileNetworks(entries: readonly string[]): (address: string) => boolean {
  const networks = entries.map((entry) => {
    try {
      return ipaddr.parseCIDR(entry.includes('/') ? entry : `${entry}/${isIP(entry) === 6 ? 128 : 32}`);
    } catch {
      throw new Error(`network.allowPrivate: "${entry}" is no address and no network; write 10.1.0.0/16, 127.0.0.1 or fd00::/8`);
    }
  });
  return (address) => {
    if (isIP(address) === 0) return false;
    // `process` unwraps ::ffff:a.b.c.d, so that an IPv4 network covers it.
    const parsed = ipaddr.process(address);
    return networks.some((network) => network[0].kind() === parsed.kind() && parsed.match(network));
  };
}
