import { isDeepStrictEqual } from "node:util";
import type { FileDifference } from "../engine/bake.ts";
import type { SoakEngine } from "../engine/soak-engine.ts";

export interface InspectedImage {
  readonly Config: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

export async function inspect({ api }: SoakEngine, images: readonly string[]): Promise<readonly InspectedImage[]> {
  return Promise.all(images.map((name) => api.call<InspectedImage>({ method: "GET", path: `/images/${name}/json` })));
}

/** Keys of an image that follow from its bytes, its time or this engine. */
const bookkeeping = new Set([
  "Id",
  "RepoTags",
  "RepoDigests",
  "Parent",
  "Created",
  "Metadata",
  "GraphDriver",
  "RootFS",
  "Size",
  "VirtualSize",
  "DockerVersion",
  "Container",
  "ContainerConfig",
  "Comment",
]);

/** Every setting that differs, as `config: Key` or `config: Key.name`. */
export function configDifferences(a: InspectedImage | undefined, b: InspectedImage | undefined): FileDifference[] {
  if (a === undefined || b === undefined) throw new Error("an image is not there");
  const top = (image: InspectedImage) =>
    Object.fromEntries(Object.entries(image).filter(([key]) => key !== "Config" && !bookkeeping.has(key)));
  return compare({ ...top(a), ...a.Config }, { ...top(b), ...b.Config }, "config: ");
}

function compare(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
  prefix: string,
): FileDifference[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted().flatMap((key): FileDifference[] => {
    const [one, other] = [a[key], b[key]];
    if (isDeepStrictEqual(one, other)) return [];
    if (isTable(one) || isTable(other)) return compare(tableOf(one), tableOf(other), `${prefix}${key}.`);
    if (key === "Env" && Array.isArray(one) && Array.isArray(other))
      return compare(variables(one), variables(other), `${prefix}Env.`).concat(orderOf(one, other));
    return [[`${prefix}${key}`, `${JSON.stringify(one)} ${JSON.stringify(other)}`]];
  });
}

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const tableOf = (value: unknown): Readonly<Record<string, unknown>> => (isTable(value) ? value : {});

function variables(list: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(list.map((one) => String(one).split(/=(.*)/s).slice(0, 2)));
}

/** A name that is there twice, or another order, is seen by programs as well. */
function orderOf(one: readonly unknown[], other: readonly unknown[]): FileDifference[] {
  const names = (list: readonly unknown[]): string => list.map((entry) => String(entry).split("=")[0]).join(" ");
  return names(one) === names(other) ? [] : [["config: Env", `${names(one)} / ${names(other)}`]];
}
