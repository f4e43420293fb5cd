import { isNull, type ComposeNode, type ScalarNode } from "./compose-node.ts";
import { goText, goType } from "./go-text.ts";
import { dollars, maskFor, type Json, type PrintOptions } from "./printed.ts";
import { refuseAt } from "./refuse-at.ts";

/** A list of `k=v` or a map, as a map of texts; a name without a value is null in an environment, and else empty. */
export function printPairs(
  node: ComposeNode,
  field: "pairs" | "options" | "pool-options" | "environment",
  path: string,
  options: PrintOptions,
): Json | undefined {
  const pairs = new Map<string, string | null>();
  const isMapping = field === "options" || field === "pool-options";
  const nothing = field === "environment" ? null : "";
  const keep = (key: string, value: string | null): void => void pairs.set(dollars(key), value);
  if (node.kind === "map") {
    for (const [key, value] of node.entries) {
      const valueNode = scalar(value, `${path}.${key}`);
      const shownKey = valueNode.keyFrom === true ? (maskFor(valueNode, options) ?? key) : key;
      keep(shownKey, isNull(valueNode) ? nothing : (maskFor(valueNode, options) ?? dollars(goText(valueNode))));
    }
  } else if (node.kind === "list" && !isMapping) {
    for (const [at, item] of node.items.entries()) {
      const pairNode = scalar(item, path);
      if (typeof pairNode.value !== "string")
        throw refuseAt(pairNode.place, `${path}.[${at}]: unexpected type ${goType(pairNode)}`, "Put it in quotes.");
      const cut = pairNode.value.indexOf("=");
      const key = cut === -1 ? pairNode.value : pairNode.value.slice(0, cut);
      const masked = maskFor(pairNode, options);
      if (/\s$/.test(key) && field === "environment")
        throw refuseAt(pairNode.place, `environment variable ${key}is declared with a trailing space`);
      const shownKey = masked !== undefined && pairNode.keyFrom === true ? masked : key;
      keep(shownKey, cut === -1 ? nothing : (masked ?? dollars(pairNode.value.slice(cut + 1))));
    }
  } else throw refuseAt(node.place, `${path} must be a ${isMapping ? "mapping" : "list or a mapping"}`);
  if (pairs.size === 0 || (field === "pool-options" && !options.quirks.keepsPoolOptions)) return undefined;
  return Object.fromEntries([...pairs].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function scalar(node: ComposeNode, path: string): ScalarNode {
  if (node.kind === "scalar") return node;
  throw refuseAt(node.place, `${path} must be a text, a number or nothing, not a ${node.kind}`);
}

/** Options of a provider, each a list; and SSH keys of a build, `default` or `ID: PATH`. */
export function printLists(
  node: ComposeNode,
  field: "lists" | "keys",
  path: string,
  options: PrintOptions,
): Json | undefined {
  if (node.kind !== "map") throw refuseAt(node.place, `${path} must be a mapping`);
  if (node.entries.size === 0) return undefined;
  const printValue = (scalarNode: ScalarNode): string => maskFor(scalarNode, options) ?? dollars(goText(scalarNode));
  const entries = [...node.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (field === "keys")
    return entries.map(([id, value]) => (isNull(value) ? id : `${id}: ${printValue(scalar(value, `${path}.${id}`))}`));
  return Object.fromEntries(
    entries.map(([key, value]) => [
      dollars(key),
      (value.kind === "list" ? value.items : [value]).map((listNode) => printValue(scalar(listNode, `${path}.${key}`))),
    ]),
  );
}

/** `HOST=ADDRESS` lines, sorted, of `HOST=A`, `HOST:A`, a list of addresses with commas, or a map. */
export function printHosts(node: ComposeNode, path: string, options: PrintOptions): Json | undefined {
  const lines: string[] = [];
  const add = (host: string, address: string, addressNode: ScalarNode): void => {
    if (host === "" || /[:=]/.test(host)) throw refuseAt(addressNode.place, `${path}: bad host name '${host}'`);
    const plainAddress =
      address.length > 2 && address.startsWith("[") && address.endsWith("]") ? address.slice(1, -1) : address;
    lines.push(dollars(`${host}=`) + (maskFor(addressNode, options) ?? dollars(plainAddress)));
  };
  if (node.kind === "map") {
    for (const [host, value] of node.entries)
      for (const item of value.kind === "list" ? value.items : [value]) {
        const addressNode = scalar(item, `${path}.${host}`);
        add(host, goText(addressNode), addressNode);
      }
  } else if (node.kind === "list") {
    for (const item of node.items) {
      const lineNode = scalar(item, path);
      const text = goText(lineNode);
      const mark = text.includes("=") ? "=" : ":";
      const cut = text.indexOf(mark);
      if (cut === -1) throw refuseAt(lineNode.place, `${path}: invalid additional host, missing IP: ${text}`);
      for (const address of text.slice(cut + 1).split(",")) add(text.slice(0, cut), address, lineNode);
    }
  } else throw refuseAt(node.place, `${path} must be a list or a mapping`);
  return lines.length === 0 ? undefined : lines.toSorted();
}
