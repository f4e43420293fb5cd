import type { ListeningSocket } from "../../../domain/workload/observation.ts";
import { byKey } from "../../../text/by-key.ts";

/** States in proc_pid_net(5) and include/net/tcp_states.h: LISTEN, and a UDP socket that is bound but not connected. */
const [tcpListen, udpBound] = ["0A", "07"];
/** __SO_ACCEPTCON of the kernel's include/linux/net.h, in "Flags" of /proc/net/unix. */
const acceptsConnections = 0x1_0000;

type Table = "tcp" | "tcp6" | "udp" | "udp6" | "unix";

/** Listening sockets of a table of /proc/PID/net. `countedInodes` are the container's: a host network includes others. */
export function listeningSockets(table: Table, text: string, countedInodes: ReadonlySet<string>): ListeningSocket[] {
  return text
    .split("\n")
    .slice(1)
    .flatMap((line): ListeningSocket[] => {
      const fields = line.trim().split(/\s+/u);
      if (table === "unix") {
        const [, , , flags = "", , , inode = "", ...path] = fields;
        const listens = (Number.parseInt(flags, 16) & acceptsConnections) !== 0;
        return listens && countedInodes.has(inode) ? [{ protocol: "unix", address: path.join(" ") }] : [];
      }
      const [, local = "", remote = "", state = ""] = fields;
      const protocol = table.startsWith("tcp") ? "tcp" : "udp";
      const waits = protocol === "tcp" ? state === tcpListen : state === udpBound && /^0+:0+$/u.test(remote);
      const [address = "", port = ""] = local.split(":");
      if (!waits || !countedInodes.has(fields[9] ?? "")) return [];
      return [{ protocol, address: addressText(address), port: Number.parseInt(port, 16) }];
    });
}

/** 32-bit words in the host's byte order, which is little-endian on all of Docker's platforms except s390x. */
function addressText(hex: string): string {
  const words = hex.match(/.{8}/gu) ?? [];
  const bytes = words.flatMap((word) =>
    (word.match(/../gu) ?? []).toReversed().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0));
  // URL formats IPv6 addresses by RFC 5952.
  return new URL(`http://[${groups.map((group) => group.toString(16)).join(":")}]`).hostname.slice(1, -1);
}

/** Without duplicates, sorted by protocol, port and address. */
export function inOrder(sockets: readonly ListeningSocket[]): ListeningSocket[] {
  const key = ({ protocol, port = 0, address }: ListeningSocket) =>
    `${protocol} ${String(port).padStart(5, "0")} ${address}`;
  return [...new Map(sockets.map((socket) => [key(socket), socket]))].toSorted(byKey).map(([, socket]) => socket);
}
