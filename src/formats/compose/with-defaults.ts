import {
  scalarAt,
  textIn,
  withKeys,
  type ComposeNode,
  type MapNode,
  type Path,
  type Plain,
  changedBelow,
} from "./compose-node.ts";
import { goText } from "./go-text.ts";
import { pathTable } from "./path-table.ts";
import { isIp } from "./port-parts.ts";
import { refuseAt } from "./refuse-at.ts";
import type { ComposeQuirks } from "./quirks.ts";

type Change = (node: MapNode, path: Path, quirks: ComposeQuirks) => MapNode;

const changes = pathTable<Change>(
  {
    "services.*.build": (node) => filled(node, { context: "." }),
    "services.*.secrets.[]": (node) => {
      const source = node.entries.get("source");
      return filled(node, { target: `/run/secrets/${source?.kind === "scalar" ? goText(source) : ""}` });
    },
    "services.*.ports.[]": port,
    "services.*.deploy.resources.reservations.devices.[]": request,
    "services.*.gpus.[]": request,
    "services.*.volumes.[].bind": (node, _, quirks) =>
      quirks.createsSources ? filled(node, { create_host_path: true }) : node,
    "services.*.develop.watch.[]": checkWatchPath,
    "configs.*": (node, path) => source(node, path, ["file", "environment", "content"]),
    "secrets.*": (node, path) => source(node, path, ["file", "environment"]),
    "volumes.*": externalVolume,
  },
  true,
);

/** Docker compose's defaults, and its checks of mutually exclusive keys. Throws `bad-config`. */
export function withDefaults(node: ComposeNode, quirks: ComposeQuirks, path: Path = []): ComposeNode {
  const change = changes(path);
  if (change !== undefined && node.kind === "map") return change(node, path, quirks);
  return changedBelow(node, path, (value, at) => withDefaults(value, quirks, at));
}

function filled(node: MapNode, fields: Readonly<Record<string, Plain>>): MapNode {
  return withKeys(
    node,
    Object.entries(fields)
      .filter(([key]) => !node.entries.has(key))
      .map(([key, value]) => [key, scalarAt({ place: node.place }, value)] as const),
  );
}

function port(node: MapNode, path: Path, quirks: ComposeQuirks): MapNode {
  const ip = node.entries.get("host_ip");
  if (ip !== undefined && quirks.checksMore && !isIp(textIn(ip) ?? ""))
    throw refuseAt(ip.place, `${path.join(".")}: invalid ip address: ${textIn(ip) ?? ""}`);
  return filled(node, { protocol: "tcp", mode: "ingress" });
}

function checkWatchPath(node: MapNode, path: Path): MapNode {
  const pathNode = node.entries.get("path");
  if (pathNode !== undefined && textIn(pathNode) === "")
    throw refuseAt(pathNode.place, `${path.join(".")}.path: value can't be blank`);
  return node;
}

function request(node: MapNode, path: Path): MapNode {
  const [count, ids] = [node.entries.get("count"), node.entries.get("device_ids")];
  if (count !== undefined && ids !== undefined)
    throw refuseAt(node.place, `${path.join(".")}: "count" and "device_ids" attributes are exclusive`);
  return ids === undefined ? filled(node, { count: "all" }) : node;
}

function source(node: MapNode, path: Path, keys: readonly string[]): MapNode {
  const sources = keys.filter((key) => node.entries.has(key));
  if (sources.length > 1)
    throw refuseAt(node.place, `${path.join(".")}: ${keys.join("|")} attributes are mutually exclusive`);
  if (sources.length === 0 && !node.entries.has("driver") && !node.entries.has("external"))
    throw refuseAt(node.place, `${path.join(".")}: one of ${keys.join("|")} must be set`);
  return node;
}

function externalVolume(node: MapNode, path: Path): MapNode {
  const external = node.entries.get("external");
  if (external?.kind !== "scalar" || external.value !== true) return node;
  const extraKey = [...node.entries.keys()].find(
    (key) => key !== "external" && key !== "name" && !key.startsWith("x-"),
  );
  if (extraKey === undefined) return node;
  throw refuseAt(
    node.place,
    `${path.join(".")}: conflicting parameters "external" and "${extraKey}" specified`,
    `Remove ${extraKey}, or ${textIn(node.entries.get("name")) === undefined ? "external" : "external and name"}.`,
  );
}
