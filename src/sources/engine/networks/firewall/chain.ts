import type { Owner } from "../../session/own-owner.ts";
import { parseOwner } from "../../session/owner.ts";
import { isRunId } from "../../session/labels.ts";
import { iptables, mayFilter, restoreRules, type Table, type Answer } from "./iptables.ts";

/**
 * Addresses outside of the internet: this machine's networks, its neighbors', metadata services, and non-unicast
 * addresses (IANA, special-purpose registry).
 */
const closed = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** Maximum length of a rule's comment is 255 characters (iptables-extensions(8), comment). */
const commentLimit = 255;
const word = "hullproof-owner:";

/**
 * Creates the chain of a run: it accepts replies, queries to `nameservers` (`atBridge`: also to the bridge's own
 * address), and the internet. Its name is the run's and a comment has the owner, so that a later run can detect a
 * stale chain. Returns the reason of a failure, or undefined.
 */
export async function makeChain(
  run: string,
  owner: Owner,
  nameservers: readonly string[],
  atBridge = false,
): Promise<string | undefined> {
  const rule = (text: string) => `-A ${run} ${text}`;
  const four = await restoreRules("iptables", [
    `:${run} - [0:0]`,
    rule(`-m comment --comment ${commentOf(owner)}`),
    rule("-m conntrack --ctstate ESTABLISHED,RELATED -j RETURN"),
    ...nameservers.flatMap((address) =>
      ["udp", "tcp"].map((protocol) => rule(`-d ${address}/32 -p ${protocol} --dport 53 -j RETURN`)),
    ),
    ...(atBridge
      ? ["udp", "tcp"].map((protocol) =>
          rule(`-p ${protocol} --dport 53 -m addrtype --dst-type LOCAL --limit-iface-in -j RETURN`),
        )
      : []),
    // Every address of this machine, including public ones.
    rule("-m addrtype --dst-type LOCAL -j REJECT"),
    ...closed.map((network) => rule(`-d ${network} -j REJECT`)),
  ]);
  if (!four.ok) return four.why;
  // The networks have no IPv6, so other packets are not theirs.
  await restoreRules("ip6tables", [
    `:${run} - [0:0]`,
    rule(`-m comment --comment ${commentOf(owner)}`),
    rule("-j DROP"),
  ]);
  return undefined;
}

/**
 * Directs packets from `bridges` through the chain of a run: packets to this machine, and packets that leave it.
 * `hp1234+` matches all bridges with that prefix: the engine need not allow traffic between them. Adds missing rules:
 * reloading a firewall drops foreign rules. Returns the reason of a failure, or undefined.
 */
export async function guardBridges(run: string, bridges: string): Promise<string | undefined> {
  const out = outOfBridges(run, bridges);
  const inward = await ensureRule("iptables", "INPUT", fromBridges(run, bridges));
  if (!inward.ok) return inward.why;
  // The engine's own chain for foreign rules precedes its accept rules, also after a restart. But on each new network
  // Docker 26 removes the jump to it and adds it again (moby, arrangeUserFilterRule), and packets pass in between:
  // hence the second rule.
  await ensureRule("iptables", "DOCKER-USER", out);
  const outward = await ensureRule("iptables", "FORWARD", out);
  if (!outward.ok) return outward.why;
  for (const chain of ["INPUT", "FORWARD"]) await ensureRule("ip6tables", chain, fromBridges(run, bridges));
  return undefined;
}

/** Rejects all that is left, the internet: what the chain returns before (replies, name servers) goes on. Returns the reason of a failure, or undefined. */
export async function closeChain(run: string): Promise<string | undefined> {
  const rule = [run, "-j", "REJECT"];
  const existing = await iptables("iptables", ["-C", ...rule]);
  const closed = existing.ok ? existing : await iptables("iptables", ["-A", ...rule]);
  return closed.ok ? undefined : closed.why;
}

/** Packets to the internet that a closed chain rejected so far; undefined if it can't be read. */
export async function rejectedPackets(run: string): Promise<number | undefined> {
  const listing = await iptables("iptables", ["-n", "-v", "-x", "-L", run]);
  if (!listing.ok) return undefined;
  const line = listing.stdout.trimEnd().split("\n").at(-1) ?? "";
  const packets = /^\s*(\d+)\s+\d+\s+REJECT\b/u.exec(line)?.[1];
  return packets === undefined ? undefined : Number(packets);
}

async function ensureRule(table: Table, chain: string, rule: readonly string[]): Promise<Answer> {
  const existing = await iptables(table, ["-C", chain, ...rule]);
  return existing.ok ? existing : iptables(table, ["-I", chain, "1", ...rule]);
}

function fromBridges(run: string, bridges: string): string[] {
  return ["-i", bridges, "-j", run];
}

function outOfBridges(run: string, bridges: string): string[] {
  return ["-i", bridges, "!", "-o", bridges, "-j", run];
}

export interface FoundChain {
  readonly run: string;
  readonly owner?: Owner;
  /** The chain has no rule. A chain is created with its rules in one step, so its run was about to remove it. */
  readonly isEmpty?: true;
}

/** Chains of runs, of this one or of killed ones. */
export async function findChains(): Promise<FoundChain[]> {
  if (!mayFilter()) return [];
  const chains = new Map<string, FoundChain>();
  const filled = new Set<string | undefined>();
  for (const table of ["iptables", "ip6tables"] as const) {
    for (const line of await rulesOf(table)) {
      filled.add(/^-A (\S+) /.exec(line)?.[1]);
      const [, newChain, commented, comment] =
        /^-(?:N (\S+)|A (\S+) -m comment --comment "?([^"\s]+)"?)$/.exec(line) ?? [];
      const run = newChain ?? commented;
      if (!isRunId(run)) continue;
      const owner = comment === undefined ? undefined : ownerOf(comment);
      if (owner !== undefined || !chains.has(run)) chains.set(run, { run, ...(owner && { owner }) });
    }
  }
  return [...chains.values()]
    .map((one): FoundChain => (filled.has(one.run) ? one : { ...one, isEmpty: true }))
    .toSorted((a, b) => (a.run < b.run ? -1 : 1));
}

/** Removes a run's chain, and every rule that jumps to it. */
export async function removeChain(run: string): Promise<void> {
  for (const table of ["iptables", "ip6tables"] as const) {
    const rules = await rulesOf(table);
    if (!rules.includes(`-N ${run}`)) continue;
    for (const line of rules) {
      if (!line.startsWith("-A ") || !line.endsWith(` -j ${run}`)) continue;
      await iptables(table, ["-D", ...line.slice("-A ".length).split(" ")]);
    }
    // In one step: a process killed between the two would leave a chain without its owner.
    const removal = await restoreRules(table, [`-F ${run}`, `-X ${run}`]);
    if (!removal.ok && (await rulesOf(table)).includes(`-N ${run}`)) throw new Error(removal.why);
  }
}

async function rulesOf(table: Table): Promise<string[]> {
  const rules = await iptables(table, ["-S"]);
  return rules.ok ? rules.stdout.split("\n").map((line) => line.trim()) : [];
}

/** Letters, digits, `-` and `_` only, so that no quoting is needed. */
function commentOf(owner: Owner): string {
  const packed = (host: string) => `${word}${Buffer.from(JSON.stringify({ ...owner, host })).toString("base64url")}`;
  const whole = packed(owner.host);
  return whole.length <= commentLimit ? whole : packed(owner.host.slice(0, 20));
}

function ownerOf(comment: string): Owner | undefined {
  if (!comment.startsWith(word)) return undefined;
  return parseOwner(Buffer.from(comment.slice(word.length), "base64url").toString("utf8"));
}
