import type { RecordedRequest, RequestReading } from "../request-source.ts";
import { countNotes } from "../shared/count-notes.ts";
import { isValue } from "../shared/is-value.ts";
import { parseLogLine } from "./log-line.ts";

interface Total {
  readonly host: string | undefined;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  count: number;
  /** The first few, to be counted. */
  readonly addresses: Set<string>;
}

/** Different requests, after the values in their paths are gone. */
const maxTotals = 50_000;
const maxPlainTargets = 20_000;
const space = 0x20;
/** A segment that stays has this share of the requests, as many of them, and came from as many addresses: of all, where a proxy hides the clients'. */
const minShare = 0.01;
const minCount = 10;
const minAddresses = 3;

/** Counts the requests of an access log; addresses, agents and values of queries are dropped. */
export function openLogTotals(): {
  add(line: string): void;
  addUnread(what: string): void;
  reading(isKnown: (word: string) => boolean): RequestReading;
} {
  const totals = new Map<string, Total>();
  const notes = countNotes();
  /** Those without values: most requests of a log are to few paths. */
  const plainTargets = new Set<string>();
  const plain = (target: string): string => {
    if (plainTargets.has(target)) return target;
    if (plainTargets.size >= maxPlainTargets) plainTargets.clear();
    const made = plainTarget(target);
    // A copy: a slice would keep the whole piece of the file.
    if (made === target) plainTargets.add(copyOf(target));
    return made;
  };
  let requests = 0;
  const addresses = new Set<string>();
  return {
    addUnread: (what) => notes.add(what),
    add(text) {
      if (text.charCodeAt(0) <= space && text.trim() === "") return;
      const line = parseLogLine(text);
      if (line === undefined) return notes.add("lines that are no request of a known format");
      if (line === "no request") return notes.add("lines without an HTTP request");
      if (line === "no path") return notes.add("lines without a path");
      if (line.isMonitor) return notes.add("requests of probes and monitors");
      if (line.status === 101) return notes.add("WebSockets");
      requests++;
      const target = plain(line.target);
      const { host, method, status, address } = line;
      if (addresses.size < minAddresses) addresses.add(address);
      const key = `${host ?? ""} ${method} ${status} ${target}`;
      const total = totals.get(key);
      if (total !== undefined) {
        total.count++;
        if (total.addresses.size < minAddresses) total.addresses.add(copyOf(address));
      } else if (totals.size < maxTotals)
        totals.set(key, {
          host: host && copyOf(host),
          method: copyOf(method),
          target: copyOf(target),
          status,
          count: 1,
          addresses: new Set([copyOf(address)]),
        });
      else notes.add("requests to further paths, which are not counted one by one");
    },
    reading: (isKnown) => ({ requests: kept(isKnown), notes: notes.list() }),
  };

  /** Of each start of a path: its requests, and a few of their addresses. */
  function startsOfPaths(): ReadonlyMap<string, { count: number; readonly addresses: Set<string> }> {
    const starts = new Map<string, { count: number; readonly addresses: Set<string> }>();
    for (const { target, count, addresses } of totals.values()) {
      let start = "";
      for (const segment of (target.split("?", 1)[0] ?? "").split("/").slice(1)) {
        start += `/${segment}`;
        const known = starts.get(start) ?? { count: 0, addresses: new Set() };
        known.count += count;
        for (const address of addresses) if (known.addresses.size < minAddresses) known.addresses.add(address);
        starts.set(start, known);
      }
    }
    return starts;
  }

  /** Rare segments are names of persons and invitations: they become `{}`, unless the application has the word. */
  function kept(isKnown: (word: string) => boolean): RecordedRequest[] {
    const least = Math.max(minCount, requests * minShare);
    const starts = startsOfPaths();
    const leastAddresses = Math.min(minAddresses, addresses.size);
    const isKept = (prefix: string) => {
      const one = starts.get(prefix);
      return one !== undefined && one.count >= least && one.addresses.size >= leastAddresses;
    };
    const merged = new Map<string, Total>();
    for (const total of totals.values()) {
      const [path = "", query] = total.target.split("?", 2);
      let prefix = "";
      let shown = "";
      for (const segment of path.split("/").slice(1)) {
        prefix += `/${segment}`;
        shown += segment === "" || segment === "{}" || isKept(prefix) || isKnown(segment) ? `/${segment}` : "/{}";
      }
      const target = query === undefined ? shown : `${shown}?${query}`;
      const key = `${total.host ?? ""} ${total.method} ${total.status} ${target}`;
      const same = merged.get(key);
      if (same === undefined) merged.set(key, { ...total, target });
      else same.count += total.count;
    }
    return [...merged.values()]
      .toSorted((a, b) => b.count - a.count || (a.target < b.target ? -1 : 1))
      .map(({ host, method, target, status, count }): RecordedRequest => ({
        ...(host !== undefined && { host: host.toLowerCase() }),
        method,
        target,
        headers: {},
        status,
        count,
        values: "recorded",
        at: `${count} lines`,
      }));
  }
}

function copyOf(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

/** Values in the path become `{}`; of a query stay names, and numbers of up to three digits. */
function plainTarget(target: string): string {
  const [path = "", query] = target.split("?", 2);
  const segments = path.split("/").map((segment) => (isValue(segment) ? "{}" : segment.slice(0, 100)));
  if (query === undefined || query === "") return segments.join("/");
  const pairs = query
    .split("&", 50)
    .flatMap((pair) => (/^[\w.[\]-]{1,60}=\d{1,3}$/u.test(pair) ? [pair] : []))
    .toSorted();
  return pairs.length === 0 ? segments.join("/") : `${segments.join("/")}?${pairs.join("&")}`;
}
