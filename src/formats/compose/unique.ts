import { listAt, mapAt, textIn, type ComposeNode, type Path } from "./compose-node.ts";
import { pathTable } from "./path-table.ts";
import { refuseAt } from "./refuse-at.ts";
import { volumeParts } from "./volume-parts.ts";
import { goType } from "./go-text.ts";
import { scalarText } from "./scalar-text.ts";

type KeyOf = (node: ComposeNode, path: Path) => string;

/** Lists in which a later entry replaces an earlier one with the same key. */
const keys = pathTable<KeyOf>({
  "networks.*.labels": beforeEquals,
  "networks.*.ipam.options": beforeEquals,
  "services.*.annotations": beforeEquals,
  "services.*.build.args": beforeEquals,
  "services.*.build.additional_contexts": beforeEquals,
  "services.*.build.platform": beforeEquals,
  "services.*.build.tags": beforeEquals,
  "services.*.build.labels": beforeEquals,
  "services.*.cap_add": beforeEquals,
  "services.*.cap_drop": beforeEquals,
  "services.*.configs": mountOf(""),
  "services.*.deploy.labels": beforeEquals,
  "services.*.devices": (node, path) => device(node, path),
  "services.*.dns": beforeEquals,
  "services.*.dns_opt": beforeEquals,
  "services.*.dns_search": beforeEquals,
  "services.*.environment": beforeEquals,
  "services.*.env_file": (node) => (node.kind === "map" ? scalarText(node.entries.get("path")) : scalarText(node)),
  "services.*.expose": (node) => scalarText(node),
  "services.*.labels": beforeEquals,
  "services.*.links": beforeEquals,
  "services.*.networks.*.aliases": beforeEquals,
  "services.*.networks.*.link_local_ips": beforeEquals,
  "services.*.ports": port,
  "services.*.profiles": beforeEquals,
  "services.*.secrets": mountOf("/run/secrets"),
  "services.*.sysctls": beforeEquals,
  "services.*.tmpfs": beforeEquals,
  "services.*.volumes": (node, path) =>
    node.kind === "map" ? target(node, path, "volume") : volumeParts(scalarText(node), node).target,
});

/** Takes away what a later entry of a list says again. Throws `bad-config` for an entry that is nothing of its kind. */
export function unique(node: ComposeNode, path: Path = []): ComposeNode {
  if (node.kind === "scalar") return node;
  if (node.kind === "map")
    return mapAt(
      node,
      [...node.entries].map(([key, value]) => [key, unique(value, [...path, key])] as const),
    );
  const keyOf = keys(path);
  if (keyOf === undefined) return node;
  const itemsByKey = new Map<string, ComposeNode>();
  for (const [at, item] of node.items.entries()) itemsByKey.set(keyOf(item, [...path, `[${at}]`]), item);
  return listAt(node, [...itemsByKey.values()]);
}

function beforeEquals(node: ComposeNode, path: Path): string {
  const text = textIn(node);
  if (text === undefined)
    throw refuseAt(node.place, `${path.join(".")}: unexpected type ${goType(node)}`, "Put it in quotes.");
  return text.split("=")[0] ?? "";
}

function target(node: ComposeNode, path: Path, kind: string): string {
  const targetText = node.kind === "map" ? textIn(node.entries.get("target")) : undefined;
  if (targetText === undefined)
    throw refuseAt(node.place, `service ${kind} ${path.join(".")} is missing a mount target`);
  return targetText;
}

function device(node: ComposeNode, path: Path): string {
  if (node.kind === "map") return target(node, path, "device");
  const parts = scalarText(node).split(":");
  return parts[1] ?? parts[0] ?? "";
}

function mountOf(folder: string): KeyOf {
  return (node) => {
    if (node.kind !== "map") return `${folder}/${scalarText(node)}`;
    const targetNode = node.entries.get("target");
    return targetNode === undefined ? `${folder}/${scalarText(node.entries.get("source"))}` : scalarText(targetNode);
  };
}

function port(node: ComposeNode, path: Path): string {
  if (node.kind !== "map") return scalarText(node);
  if (!node.entries.has("target"))
    throw refuseAt(node.place, `service ports ${path.join(".")} is missing a target port`);
  const part = (key: string, fallback: string): string =>
    node.entries.has(key) ? scalarText(node.entries.get(key)) : fallback;
  return `${part("host_ip", "0.0.0.0")}:${part("published", "<nil>")}:${part("target", "")}/${part("protocol", "tcp")}`;
}
