import { fault, printable, type Problem } from "./refusal.ts";

/**
 * Why Docker refuses one word of EXPOSE, quotes and variables already replaced: `[[ip:]host:]container[/protocol]`. Where
 * versions of BuildKit differ, the most permissive one counts.
 */
export function portProblem(word: string): Problem | undefined {
  if (word === "") return undefined;
  const parts = word.split(":");
  const [container = "", protocol = "tcp"] = (parts.pop() ?? "").split("/");
  const host = parts.pop();
  const ip = parts.join(":");
  const portText = printable(word);
  if (container === "") return fault(`EXPOSE: ${portText} names no port`);
  if (!/^(tcp|udp|sctp|)$/i.test(protocol)) {
    return fault(`EXPOSE: ${portText}: there is no protocol ${printable(protocol)}: tcp, udp and sctp are known`);
  }
  if (ip !== "" && !isAddress(ip)) return fault(`EXPOSE: ${portText}: ${printable(ip)} is not an IP address`);
  const ports = range(container, portText);
  if ("problem" in ports) return ports;
  if (host === undefined || host === "") return undefined;
  const outside = range(host, portText);
  if ("problem" in outside) return outside;
  const width = ports.last - ports.first;
  return width !== 0 && width !== outside.last - outside.first
    ? fault(`EXPOSE: ${portText}: its two ranges differ in length`)
    : undefined;
}

function range(text: string, portText: string): { first: number; last: number } | Problem {
  const [first = "", last = first] = text.split("-");
  for (const number of [first, last]) {
    if (!/^\+?\d+$/.test(number)) return fault(`EXPOSE: ${portText} is not a port`);
    if (Number(number) > 65_535) return fault(`EXPOSE: ${portText}: ports end at 65535`, "port-out-of-range");
  }
  if (Number(last) < Number(first)) return fault(`EXPOSE: ${portText}: the range ends before it begins`);
  return { first: Number(first), last: Number(last) };
}

function isAddress(ip: string): boolean {
  const address = ip.replace(/^\[(.*)\]$/, "$1");
  if (address.includes(":"))
    return /^[0-9a-f:.]+(%\w+)?$/i.test(address) && (address.includes("::") || /^([^:]*:){6,7}[^:]+$/.test(address));
  const bytes = address.split(".");
  return bytes.length === 4 && bytes.every((byte) => /^(0|[1-9]\d{0,2})$/.test(byte) && Number(byte) < 256);
}
