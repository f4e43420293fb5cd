import {
  listAt,
  mapAt,
  scalarAt,
  textIn,
  withKeys,
  type ComposeNode,
  type MapNode,
  type Path,
  type Plain,
} from "./compose-node.ts";
import { goText } from "./go-text.ts";
import { pathTable } from "./path-table.ts";
import { refuseAt } from "./refuse-at.ts";

type Change = (node: MapNode, path: Path) => MapNode;

const changes = pathTable<Change>({
  "services.*.build": (node) => filled(node, { context: "." }),
  "services.*.secrets.[]": (node) => {
    const source = node.entries.get("source");
    return filled(node, { target: `/run/secrets/${source?.kind === "scalar" ? goText(source.value) : ""}` });
  },
  "services.*.ports.[]": (node) => filled(node, { protocol: "tcp", mode: "ingress" }),
  "services.*.deploy.resources.reservations.devices.[]": request,
  "services.*.gpus.[]": request,
  "services.*.volumes.[].bind": (node) => filled(node, { create_host_path: true }),
  "configs.*": (node, path) => source(node, path, ["file", "environment", "content"]),
  "secrets.*": (node, path) => source(node, path, ["file", "environment"]),
  "volumes.*": externalVolume,
});

/** What docker compose adds where nothing is said, and its checks of what excludes each other. Throws `bad-config`. */
export function withDefaults(node: ComposeNode, path: Path = []): ComposeNode {
  const change = changes(path);
  if (change !== undefined && node.kind === "map") return change(node, path);
  if (node.kind === "scalar") return node;
  if (node.kind === "list")
    return listAt(
      node,
      node.items.map((item) => withDefaults(item, [...path, "[]"])),
    );
  return mapAt(
    node,
    [...node.entries].map(([key, value]) => [key, withDefaults(value, [...path, key])] as const),
  );
}

function filled(node: MapNode, fields: Readonly<Record<string, Plain>>): MapNode {
  return withKeys(
    node,
    Object.entries(fields)
      .filter(([key]) => !node.entries.has(key))
      .map(([key, value]) => [key, scalarAt({ place: node.place }, value)] as const),
  );
}

function request(node: MapNode, path: Path): MapNode {
  const [count, ids] = [node.entries.get("count"), node.entries.get("device_ids")];
  if (count !== undefined && ids !== undefined)
    throw refuseAt(node.place, `${path.join(".")}: "count" and "device_ids" attributes are exclusive`);
  return ids === undefined ? filled(node, { count: "all" }) : node;
}

function source(node: MapNode, path: Path, keys: readonly string[]): MapNode {
  const said = keys.filter((key) => node.entries.has(key));
  if (said.length > 1)
    throw refuseAt(node.place, `${path.join(".")}: ${keys.join("|")} attributes are mutually exclusive`);
  if (said.length === 0 && !node.entries.has("driver") && !node.entries.has("external"))
    throw refuseAt(node.place, `${path.join(".")}: one of ${keys.join("|")} must be set`);
  return node;
}

function externalVolume(node: MapNode, path: Path): MapNode {
  const external = node.entries.get("external");
  if (external?.kind !== "scalar" || external.value !== true) return node;
  const other = [...node.entries.keys()].find((key) => key !== "external" && key !== "name" && !key.startsWith("x-"));
  if (other === undefined) return node;
  throw refuseAt(
    node.place,
    `conflicting parameters "external" and "${other}" specified for ${path.join(".")}`,
    `Remove ${other}, or ${textIn(node.entries.get("name")) === undefined ? "external" : "external and name"}.`,
  );
}
