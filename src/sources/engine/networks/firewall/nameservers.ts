import { readFile } from "node:fs/promises";
import { isIPv4 } from "node:net";

/** The second is where systemd-resolved, which stands in the first as 127.0.0.53, keeps the real ones; the engine looks there, too (moby, libnetwork/resolvconf). */
const files = ["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"];

/** Whom this machine asks for names. The engine asks them on behalf of a container from within its network. */
export async function nameservers(): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
  const addresses = texts.flatMap((text) =>
    text.split("\n").flatMap((line) => /^nameserver\s+(\S+)/.exec(line)?.[1] ?? []),
  );
  return [...new Set(addresses)].filter((address) => isIPv4(address) && !address.startsWith("127.")).slice(0, 8);
}
