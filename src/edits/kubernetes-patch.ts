import type { WrittenValue } from "../domain/container/data-change.ts";
import type { KubeMap, KubeNode } from "../formats/kubernetes/kube-node.ts";
import { textAt } from "../formats/kubernetes/kube-node.ts";
import { writeItem, type Style } from "./yaml/write-value.ts";

/** By what the API merges the items of a pod's lists (`patchMergeKey`); other lists are replaced whole. */
const mergeKeys: ReadonlyMap<string, string> = new Map([
  ["containers", "name"],
  ["initContainers", "name"],
  ["ephemeralContainers", "name"],
  ["volumes", "name"],
  ["env", "name"],
  ["volumeMounts", "mountPath"],
]);

/** Groups whose kinds tools know. Of all others a patch replaces each list whole. */
const ownGroup = /^(?:apps|batch|extensions|policy|autoscaling|[a-z.-]{1,60}\.k8s\.io)\//;

interface Patch {
  readonly [key: string]: WrittenValue;
}

/**
 * The strategic merge patch that makes `after` of `before`, without their name and kind; undefined where they are equal. A removal can't be expressed in a form that every
 * tool understands alike, and is refused.
 */
export function kubernetesPatch(before: KubeMap, after: KubeMap): Patch | { readonly refused: string } | undefined {
  const refused: string[] = [];
  const version = textAt(after, "apiVersion") ?? "";
  const merged = !version.includes("/") || ownGroup.test(version);
  const patch = mapPatch(before, after, { refused, merged });
  return refused[0] === undefined ? patch : { refused: refused[0] };
}

interface PatchState {
  readonly refused: string[];
  /** Lists of the kind have keys. */
  readonly merged: boolean;
}

function mapPatch(before: KubeMap, after: KubeMap, state: PatchState): Patch | undefined {
  for (const key of before.entries.keys()) if (!after.entries.has(key)) state.refused.push(`it takes \`${key}\` away`);
  const entries = [...after.entries].flatMap(([key, { value }]): [string, WrittenValue][] => {
    const old = before.entries.get(key)?.value;
    const change = old === undefined ? plain(value) : valuePatch(old, value, key, state);
    return change === undefined ? [] : [[key, change]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function valuePatch(before: KubeNode, after: KubeNode, key: string, state: PatchState): WrittenValue | undefined {
  if (hasEqualData(before, after)) return undefined;
  if (before.kind === "map" && after.kind === "map") return mapPatch(before, after, state);
  const { refused, merged } = state;
  const by = merged ? mergeKeys.get(key) : undefined;
  if (by === undefined || before.kind !== "list" || after.kind !== "list") return plain(after);
  const oldItems = new Map(before.items.map((item) => [textAt(item, by), item]));
  if (oldItems.has(undefined) || oldItems.size !== before.items.length)
    refused.push(`\`${key}\` has items without ${by}, or twice`);
  const names = new Set(after.items.map((item) => textAt(item, by)));
  for (const name of oldItems.keys()) if (!names.has(name)) refused.push(`it takes an item of \`${key}\` away`);
  return after.items.map((item): WrittenValue => {
    const name = textAt(item, by);
    const old = oldItems.get(name);
    if (name === undefined || old?.kind !== "map" || item.kind !== "map") return plain(item);
    const change = mapPatch(old, item, state);
    // One that stays is named, too: kustomize puts those that a patch names first, and the order of containers and variables means something.
    return { [by]: name, ...change };
  });
}

function hasEqualData(one: KubeNode, other: KubeNode): boolean {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

/** As data; null becomes a text that no one writes, since it only occurs in comparisons. */
function plain(node: KubeNode): WrittenValue {
  if (node.kind === "scalar") return node.value ?? "\0";
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plain(value)]));
}

const style: Style = { eol: "\n", step: 2, listIndent: 2, quoting: "plain" };

/** One document: its target, and the patch. */
export function patchText(
  { apiVersion, kind, name }: { readonly apiVersion: string; readonly kind: string; readonly name: string },
  patch: Patch,
): string {
  return `${writeItem({ apiVersion, kind, metadata: { name }, ...patch }, 0, style)}\n`;
}
