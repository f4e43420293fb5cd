import { readFileSync, readlinkSync } from "node:fs";

/**
 * IP packets that its own interfaces got, without multicast and broadcast of IPv4, which are meant for no one in particular; undefined where it has the network of this
 * process, or it can't be read. From `/proc/PID/net` (Linux, Documentation/networking/snmp_counter.rst).
 */
export function outsidePackets(pid: number): number | undefined {
  try {
    if (readlinkSync(`/proc/${pid}/ns/net`) === readlinkSync("/proc/self/ns/net")) return undefined;
    const read = (name: string) => readFileSync(`/proc/${pid}/net/${name}`, "utf8");
    // The loopback's are read last: what comes between counts for too little, and never for too much.
    return packetsOf({ ip: read("snmp") + read("netstat"), ip6: read6(read), devices: read("dev") });
  } catch {
    return undefined;
  }
}

/** Absent where the kernel has no IPv6. */
function read6(read: (name: string) => string): string {
  try {
    return read("snmp6");
  } catch {
    return "";
  }
}

/** `ip`: lines of names, each followed by one of values; `ip6`: a name and a value a line. */
export function packetsOf(texts: { readonly ip: string; readonly ip6: string; readonly devices: string }): number {
  const counters = new Map<string, number>();
  const lines = texts.ip.split("\n");
  for (const [at, line] of lines.entries()) {
    const [head = "", ...names] = line.split(" ");
    const [valueHead, ...values] = (lines[at + 1] ?? "").split(" ");
    if (head !== valueHead || !/^[A-Z]/iu.test(names[0] ?? "")) continue;
    for (const [column, name] of names.entries()) counters.set(`${head}${name}`, Number(values[column]));
  }
  for (const [, name = "", value = ""] of texts.ip6.matchAll(/^(\w+)\s+(\d+)$/gmu)) counters.set(name, Number(value));
  const count = (name: string) => counters.get(name) ?? 0;
  const loopback = Number(/^[ \t]*lo:[ \t]*\d+[ \t]+(\d+)/mu.exec(texts.devices)?.[1] ?? 0);
  // A bridge sends IPv6 to containers that have none, which drop it.
  const all = count("Ip:InReceives") + count("Ip6InDelivers");
  return all - loopback - count("IpExt:InMcastPkts") - count("IpExt:InBcastPkts");
}
