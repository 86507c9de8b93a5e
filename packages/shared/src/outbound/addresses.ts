/**
 * Where the product may send requests that somebody else has named: a webhook or a push service. Only public
 * addresses by default, because everything else may be a machine behind the operator's firewall; IPv4 hidden in
 * IPv6 counts as what it is. Anything that is not understood is private.
 */
export type AddressKind = "public" | "loopback" | "private";

/** What the operator allows: each includes the ones before it. */
export const TARGET_RANGES = ["public", "loopback", "private"] as const;
export type TargetRange = (typeof TARGET_RANGES)[number];

export function isAddressAllowed(address: string, range: TargetRange): boolean {
  return TARGET_RANGES.indexOf(addressKind(address)) <= TARGET_RANGES.indexOf(range);
}

export function addressKind(address: string): AddressKind {
  const four = parseIpv4(address);
  if (four !== null) return kindOfIpv4(four);
  const six = parseIpv6(address);
  return six === null ? "private" : kindOfIpv6(six);
}

/** A parsed address; its host as parsers normalise it, so that one machine has one spelling. */
export type Target = { protocol: string; hostname: string; username: string; password: string };

/**
 * Why an address is not taken, judged before its name is looked up: https, or http where the operator allows more
 * than the public network; no user in it; an address in numbers of an allowed range. null when nothing is against it.
 */
export function targetRefusal(target: Target, range: TargetRange): string | null {
  if (target.username || target.password) return "An address with a user name or password is not taken.";
  const isPlain = target.protocol === "http:" && range !== "public";
  if (target.protocol !== "https:" && !isPlain) {
    return "Only https addresses are taken; the operator may allow others with MC_WEBHOOK_TARGETS.";
  }
  const host = target.hostname.replace(/^\[|\]$/g, "");
  const isLocalName = host === "localhost" || host.endsWith(".localhost");
  const isAddress = parseIpv4(host) !== null || host.includes(":");
  if ((isLocalName && range === "public") || (isAddress && !isAddressAllowed(host, range))) {
    return "This address is not on the public network; the operator may allow it with MC_WEBHOOK_TARGETS.";
  }
  return null;
}

/** First octets and the length of the prefix, of what is not the public network. */
const PRIVATE_IPV4: readonly (readonly [address: string, bits: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

function kindOfIpv4(address: number): AddressKind {
  if (hasPrefix(address, "127.0.0.0", 8)) return "loopback";
  return PRIVATE_IPV4.some(([prefix, bits]) => hasPrefix(address, prefix, bits)) ? "private" : "public";
}

function hasPrefix(address: number, prefix: string, bits: number): boolean {
  const size = 2 ** (32 - bits);
  return Math.floor(address / size) === Math.floor((parseIpv4(prefix) ?? -1) / size);
}

/** As a number of 32 bits; only four plain decimal octets. */
function parseIpv4(text: string): number | null {
  const octets = text.split(".");
  if (octets.length !== 4) return null;
  let address = 0;
  for (const octet of octets) {
    if (!/^(0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) return null;
    address = address * 256 + Number(octet);
  }
  return address;
}

function kindOfIpv6(groups: readonly number[]): AddressKind {
  const [first = 0, second = 0, third = 0, , , sixth = 0, seventh = 0, eighth = 0] = groups;
  const leadingZeros = groups.findIndex((group) => group !== 0);
  const four = seventh * 65_536 + eighth;
  if (leadingZeros === 7 && eighth === 1) return "loopback";
  // ::ffff:a.b.c.d, the same address by another name
  if (leadingZeros === 5 && sixth === 0xffff) return kindOfIpv4(four);
  // NAT64 and 6to4 carry an IPv4 address that the request really goes to.
  if (first === 0x64 && second === 0xff9b) return kindOfIpv4(four) === "public" ? "public" : "private";
  if (first === 0x2002) return kindOfIpv4(second * 65_536 + third) === "public" ? "public" : "private";
  const isGlobal = first >= 0x2000 && first <= 0x3fff;
  const isTeredo = first === 0x2001 && second === 0;
  const isDocumentation = (first === 0x2001 && second === 0xdb8) || first === 0x3fff;
  return isGlobal && !isTeredo && !isDocumentation ? "public" : "private";
}

/** As eight groups of 16 bits; a zone is not understood. */
function parseIpv6(text: string): number[] | null {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const four = tail ? parseIpv4(tail[2] ?? "") : null;
  if (tail && four === null) return null;
  const spelled =
    four === null
      ? text
      : `${tail?.[1]}${Math.floor(four / 65_536).toString(16)}:${(four % 65_536).toString(16)}`;
  const halves = spelled.split("::");
  if (halves.length > 2) return null;
  const [head = [], rest = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => "0"), ...rest];
  return groups.every((group) => /^[\da-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : null;
}
