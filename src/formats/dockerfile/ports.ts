import { fault, printable, type Problem } from "./refusal.ts";

/**
 * What Docker refuses in one word of EXPOSE, quotes and variables already replaced: `[[ip:]host:]container[/protocol]`. Where
 * versions of BuildKit differ, what one of them takes is taken.
 */
export function portProblem(word: string): Problem | undefined {
  if (word === "") return undefined;
  const parts = word.split(":");
  const [container = "", protocol = "tcp"] = (parts.pop() ?? "").split("/");
  const host = parts.pop();
  const ip = parts.join(":");
  const shown = printable(word);
  if (container === "") return fault(`EXPOSE: ${shown} names no port`);
  if (!/^(tcp|udp|sctp|)$/i.test(protocol)) {
    return fault(`EXPOSE: ${shown}: there is no protocol ${printable(protocol)}: tcp, udp and sctp are known`);
  }
  if (ip !== "" && !isAddress(ip)) return fault(`EXPOSE: ${shown}: ${printable(ip)} is not an IP address`);
  const ports = range(container, shown);
  if ("problem" in ports) return ports;
  if (host === undefined || host === "") return undefined;
  const outside = range(host, shown);
  if ("problem" in outside) return outside;
  const width = ports.last - ports.first;
  return width !== 0 && width !== outside.last - outside.first
    ? fault(`EXPOSE: ${shown}: its two ranges differ in length`)
    : undefined;
}

function range(text: string, shown: string): { first: number; last: number } | Problem {
  const [first = "", last = first] = text.split("-");
  for (const number of [first, last]) {
    if (!/^\+?\d+$/.test(number)) return fault(`EXPOSE: ${shown} is not a port`);
    if (Number(number) > 65_535) return fault(`EXPOSE: ${shown}: ports end at 65535`, "port-out-of-range");
  }
  if (Number(last) < Number(first)) return fault(`EXPOSE: ${shown}: the range ends before it begins`);
  return { first: Number(first), last: Number(last) };
}

function isAddress(ip: string): boolean {
  const bare = ip.replace(/^\[(.*)\]$/, "$1");
  if (bare.includes(":"))
    return /^[0-9a-f:.]+(%\w+)?$/i.test(bare) && (bare.includes("::") || /^([^:]*:){6,7}[^:]+$/.test(bare));
  const bytes = bare.split(".");
  return bytes.length === 4 && bytes.every((byte) => /^(0|[1-9]\d{0,2})$/.test(byte) && Number(byte) < 256);
}
