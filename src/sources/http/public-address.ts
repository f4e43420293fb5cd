import { BlockList, isIPv4, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";

/** IPv4 ranges that are not public (IANA, "IPv4 Special-Purpose Address Registry", 2025-10), with their purposes. */
const special4: readonly (readonly [network: string, prefix: number, what: string])[] = [
  ["0.0.0.0", 8, "this machine's own"],
  ["10.0.0.0", 8, "private"],
  ["100.64.0.0", 10, "shared by a provider's customers"],
  ["127.0.0.0", 8, "this machine's own"],
  ["169.254.0.0", 16, "link-local, where clouds serve their metadata"],
  ["172.16.0.0", 12, "private"],
  ["192.0.0.0", 24, "reserved"],
  ["192.0.2.0", 24, "for documentation"],
  ["192.88.99.0", 24, "reserved"],
  ["192.168.0.0", 16, "private"],
  ["198.18.0.0", 15, "for benchmarks"],
  ["198.51.100.0", 24, "for documentation"],
  ["203.0.113.0", 24, "for documentation"],
  // A cloud agent outside of the private ranges (Azure, "What is IP address 168.63.129.16?").
  ["168.63.129.16", 32, "a cloud's own service"],
  ["224.0.0.0", 4, "multicast"],
  ["240.0.0.0", 4, "reserved"],
];

/** Parts of 2000::/3 that are not public (IANA, "IPv6 Special-Purpose Address Registry", 2025-10). Everything outside of 2000::/3 is refused. */
const special6: readonly (readonly [network: string, prefix: number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["3fff::", 20],
];

const lists4 = special4.map(([network, prefix, what]) => ({ list: listOf(network, prefix, "ipv4"), what }));
const lists6 = special6.map(([network, prefix]) => listOf(network, prefix, "ipv6"));
const global6 = listOf("2000::", 3, "ipv6");

/**
 * Why an IP address is not public: `private`, `link-local, ...`; undefined if it is. An embedded IPv4 address
 * (mapped, NAT64, 6to4) decides. The addresses of this machine are never public.
 */
export function notPublic(address: string, localAddresses: ReadonlySet<string> = ownAddresses()): string | undefined {
  if (localAddresses.has(address)) return "this machine's own";
  if (isIPv4(address)) return lists4.find(({ list }) => list.check(address, "ipv4"))?.what;
  if (!isIPv6(address)) return "no address";
  const words = wordsOf(address);
  const inner = innerIpv4(words);
  if (inner !== undefined) return notPublic(inner, localAddresses);
  if (words.every((word, at) => word === (at === 7 ? 1 : 0))) return "this machine's own";
  if (words.every((word) => word === 0)) return "this machine's own";
  const [first = 0] = words;
  if ((first & 0xffc0) === 0xfe80) return "link-local";
  if ((first & 0xfe00) === 0xfc00) return "private";
  const plain = address.replace(/%.*$/s, "");
  if (!global6.check(plain, "ipv6") || lists6.some((list) => list.check(plain, "ipv6"))) return "reserved";
  return undefined;
}

/** Mapped (RFC 4291, 2.5.5.2), translated (RFC 2765, 2.1), NAT64 (RFC 6052, 2.1) and 6to4 (RFC 3056, 2) addresses contain an IPv4 address. */
function innerIpv4(words: readonly number[]): string | undefined {
  const starts = (...head: readonly number[]) => head.every((word, at) => words[at] === word);
  const at = (index: number) => dotted(words[index] ?? 0, words[index + 1] ?? 0);
  if (starts(0, 0, 0, 0, 0, 0xffff) || starts(0, 0, 0, 0, 0xffff, 0) || starts(0x64, 0xff9b, 0, 0, 0, 0)) return at(6);
  return starts(0x2002) ? at(1) : undefined;
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
}

/** The eight words of an address that `isIPv6` accepts. */
function wordsOf(address: string): number[] {
  const text = address
    .replace(/%.*$/s, "")
    .replace(/(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, (_, ...parts: string[]) =>
      [0, 2].map((at) => (Number(parts[at]) * 256 + Number(parts[at + 1])).toString(16)).join(":"),
    );
  const [head = "", tail] = text.split("::");
  const words = (part: string) => (part === "" ? [] : part.split(":").map((word) => Number.parseInt(word, 16)));
  const before = words(head);
  const after = words(tail ?? "");
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

function listOf(network: string, prefix: number, family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list;
}

function ownAddresses(): ReadonlySet<string> {
  return new Set(
    Object.values(networkInterfaces())
      .flat()
      .map((one) => one?.address ?? ""),
  );
}
