import type { Target, TargetKind } from "../../domain/report/report.ts";
import { countText, listText } from "./units.ts";

const words: ReadonlyMap<TargetKind, readonly [one: string, many: string]> = new Map([
  ["dockerfile", ["Dockerfile", "Dockerfiles"]],
  ["compose", ["Compose file", "Compose files"]],
  ["kubernetes", ["Kubernetes manifest", "Kubernetes manifests"]],
  ["quadlet", ["Quadlet unit", "Quadlet units"]],
  ["document", ["document or script", "documents and scripts"]],
]);
const texts: ReadonlySet<TargetKind> = new Set([...words.keys(), "config"]);

/** `14 Dockerfiles` */
export function kindText(kind: TargetKind, count: number): string {
  const [singular, many] = words.get(kind) ?? [kind, `${kind}s`];
  return countText(count, singular, many);
}

/** `4 Dockerfiles, 1 Compose file and 1 image`, in the order of kinds above; a single target by its name. */
export function readText(targets: readonly Target[]): string {
  const [first] = targets;
  if (first !== undefined && targets.length === 1) return isText(first) ? first.name : `${first.kind} ${first.name}`;
  const order = [...words.keys()];
  const kinds = Map.groupBy(targets, ({ kind }) => kind);
  const sorted = [...kinds].sort(([a], [b]) => rank(a, order) - rank(b, order));
  return listText(sorted.map(([kind, all]) => kindText(kind, all.length)));
}

/** `13 files`, `2 images`, `15 targets` */
export function targetsText(targets: readonly Pick<Target, "kind">[]): string {
  const kinds = new Set(targets.map(({ kind }) => kind));
  const [only] = kinds;
  if (targets.every(isText)) return countText(targets.length, "file");
  return countText(targets.length, kinds.size === 1 && only !== undefined ? only : "target");
}

function isText({ kind }: Pick<Target, "kind">): boolean {
  return texts.has(kind);
}

function rank(kind: TargetKind, order: readonly TargetKind[]): number {
  const at = order.indexOf(kind);
  return at === -1 ? order.length : at;
}
