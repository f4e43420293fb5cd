import { mapAt, scalarAt, type ComposeNode, type MapNode, type Plain, type ScalarNode } from "./compose-node.ts";
import { goText } from "./go-text.ts";
import { refuseAt } from "./refuse-at.ts";
import type { ComposeQuirks } from "./quirks.ts";

/** Ports of a range that have an entry each, as docker compose writes them; a longer range stays one entry. */
const maxListed = 16;

/** `[IP:][HOST[-HOST]:]CONTAINER[-CONTAINER][/PROTOCOL]` in its long form, a short range as an entry for each port. */
export function longPorts(node: ScalarNode, quirks: ComposeQuirks): readonly MapNode[] {
  const text = goText(node);
  const bad = (message: string) => refuseAt(node.place, message, "Write [IP:][HOST:]CONTAINER[/PROTOCOL].");
  const [numbers = "", protocolText = "tcp"] = text.split("/");
  const protocol = (protocolText === "" ? "tcp" : protocolText).toLowerCase();
  const parts = numbers.split(":");
  const container = parts.at(-1) ?? "";
  const host = parts.length > 1 ? (parts.at(-2) ?? "") : "";
  const shownIp = parts.slice(0, -2).join(":");
  const ip = /^\[.*\]$/s.test(shownIp) ? shownIp.slice(1, -1) : shownIp;
  if (ip === shownIp && ip.includes(":") && !quirks.takesBareAddresses)
    throw bad(`invalid ip address ${ip}: address ${ip}: too many colons in address`);
  if (ip !== "" && !isIp(ip)) throw bad(`invalid IP address: ${ip}`);
  if (container === "") throw bad(`no port specified: ${numbers}<empty>`);
  const [start, end] = range(container, () => bad(`invalid containerPort: ${container}`));
  const hosts = host === "" ? undefined : range(host, () => bad(`invalid hostPort: ${host}`));
  const many = hosts === undefined ? 0 : hosts[1] - hosts[0];
  if (hosts !== undefined && many !== end - start && end !== start)
    throw bad(`invalid ranges specified for container and host Ports: ${container} and ${host}`);
  if (!/^(?:tcp|udp|sctp)$/.test(protocol)) throw bad(`invalid proto: ${protocol}`);
  const isLong = end - start >= maxListed;
  const ports = Array.from({ length: isLong ? 1 : end - start + 1 }, (_, at) => {
    const asRange = isLong || (end === start && many > 0);
    const published = hosts === undefined ? undefined : asRange ? `${hosts[0]}-${hosts[1]}` : String(hosts[0] + at);
    const fields: Readonly<Record<string, Plain>> = {
      mode: "ingress",
      ...(ip !== "" && { host_ip: ip }),
      target: isLong ? `${start}-${end}` : start + at,
      ...(published !== undefined && { published }),
      protocol,
    };
    return mapAt(
      { place: node.place },
      Object.entries(fields).map(
        ([key, value]) => [key, scalarAt({ place: node.place, from: node.from }, value)] as const,
      ),
    );
  });
  return ports.toSorted((a, b) => order(target(a), target(b)));
}

const target = (port: ComposeNode): string => {
  const targetNode = port.kind === "map" ? port.entries.get("target") : undefined;
  return targetNode?.kind === "scalar" ? goText(targetNode) : "";
};

const order = (a: string, b: string): number => (`${a}/` < `${b}/` ? -1 : 1);

function range(text: string, bad: () => Error): readonly [number, number] {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  const [start, end] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (match === null || start > 65_535 || end > 65_535 || end < start) throw bad();
  return [start, end];
}

/** Whether Go's `net.ParseIP` accepts the address. */
export function isIp(text: string): boolean {
  const quads = text.slice(text.lastIndexOf(":") + 1);
  const v4 = /^(?:(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])(?:\.(?!$)|$)){4}$/.test(quads);
  if (!text.includes(":")) return v4;
  const groups = (v4 ? `${text.slice(0, text.lastIndexOf(":") + 1)}0:0` : text).split("::");
  if (groups.length > 2) return false;
  const hexGroups = groups.flatMap((part) => (part === "" ? [] : part.split(":")));
  return (
    hexGroups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) &&
    (groups.length === 2 ? hexGroups.length < 8 : hexGroups.length === 8)
  );
}
