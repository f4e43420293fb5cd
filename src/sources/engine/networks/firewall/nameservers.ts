import { readFile } from "node:fs/promises";
import { isIPv4 } from "node:net";

/**
 * The second file has the real nameservers of systemd-resolved, which is 127.0.0.53 in the first; the engine reads
 * it, too (moby, libnetwork/resolvconf).
 */
const files = ["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"];

/** The nameservers of this machine. The engine queries them for a container from inside its network. */
export async function nameservers(): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
  const addresses = texts.flatMap((text) =>
    text.split("\n").flatMap((line) => /^nameserver\s+(\S+)/.exec(line)?.[1] ?? []),
  );
  return [...new Set(addresses)].filter((address) => isIPv4(address) && !address.startsWith("127.")).slice(0, 8);
}
