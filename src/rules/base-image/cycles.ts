import { ownValue } from "../../domain/own-value.ts";
import type { BaseReference } from "../../facts/dockerfile/dockerfile.ts";
import { officialName } from "../../facts/dockerfile/official-image.ts";
import { lifecycles, type ReleaseCycle } from "../../data/release-cycles.ts";

interface FoundCycle {
  /** `Debian 11 (bullseye)` */
  readonly title: string;
  readonly cycle: string;
  readonly until: string;
  readonly source: string;
  /** Of the operating system in the tag: `bullseye` of `python:3.13-slim-bullseye`. */
  readonly beside: boolean;
  /** The same tag on the cycle that fixes move to; absent when there is none, or the tag has parts we cannot carry over. */
  readonly newTag?: string;
  /** The cycle it moves to is of another major version, and the product promises no compatibility between them. */
  readonly breaking: boolean;
}

/** Product and, if its tag names one, distribution of an image. Empty when the table does not know it. */
export function findCycles(base: BaseReference): readonly FoundCycle[] {
  const [name, lifecycle] = lifecycleOf(base);
  const { tag } = base;
  if (lifecycle === undefined || tag === undefined) return [];
  const parts = splitTag(tag, lifecycle);
  if (parts === undefined) return [];
  const newSuffix = carrySuffix(parts.suffix);
  const until = ownValue(lifecycle.until, parts.cycle);
  const cycles: FoundCycle[] = [];
  if (until !== undefined) {
    const { moveTo } = lifecycle;
    const newTag =
      moveTo === undefined || newSuffix === undefined
        ? undefined
        : parts.prefix + spell(moveTo, parts.named, lifecycle) + newSuffix;
    const title = `${lifecycle.product} ${parts.cycle}${parts.named ? ` (${parts.named})` : ""}`;
    const breaking = name === "python" && parts.cycle.startsWith("2.");
    cycles.push({
      title,
      cycle: parts.cycle,
      until,
      source: lifecycle.source,
      beside: false,
      breaking,
      ...(newTag && { newTag }),
    });
  }
  const system = parts.suffix
    .split("-")
    .flatMap((part) => systemOf(part) ?? [])
    .find((one) => one.id !== name);
  if (system !== undefined) {
    const newTag = newSuffix === undefined ? undefined : tag.slice(0, tag.length - parts.suffix.length) + newSuffix;
    cycles.push({
      title: system.title,
      cycle: system.cycle,
      until: system.until,
      source: system.source,
      beside: true,
      breaking: false,
      ...(newTag && { newTag }),
    });
  }
  return cycles;
}

/**
 * Reason why the age of a base is unknown; undefined if the table contains all bases. Stages and `scratch` have no age.
 */
export function unknownBases(bases: readonly BaseReference[]): string | undefined {
  const unknown = bases.filter(
    (base) => base.kind === "unresolved" || (base.kind === "image" && findCycles(base).length === 0),
  );
  if (unknown.length === 0) return undefined;
  return `no dates are known for ${[...new Set(unknown.map(({ text }) => text))].join(", ")}`;
}

/** The product of an image, by its key in the table. */
function lifecycleOf(base: BaseReference): readonly [name?: string, lifecycle?: ReleaseCycle] {
  const library = officialName(base);
  const official = library === undefined ? undefined : ownValue(lifecycles, library);
  if (library !== undefined && official !== undefined && official.images === undefined) return [library, official];
  const image = library ?? (base.kind === "image" ? (base.name ?? "") : "");
  return ofOtherNames.find(([, { images }]) => images?.test(image)) ?? [];
}

/** Products whose images are not named after them. */
const ofOtherNames = Object.entries(lifecycles).filter(([, { images }]) => images !== undefined);

/** The distribution that a part of a tag names: `bullseye`, `focal`, `alpine3.18`. */
function systemOf(part: string) {
  const alpine = /^alpine(\d+\.\d+)$/.exec(part)?.[1];
  for (const id of ["debian", "ubuntu", "alpine"]) {
    const { product = "", names, until: ends, source = "" } = ownValue(lifecycles, id) ?? {};
    const cycle = id === "alpine" ? alpine : ownValue(names, part);
    const until = cycle === undefined ? undefined : ownValue(ends, cycle);
    if (cycle !== undefined && until !== undefined)
      return { id, cycle, until, source, title: `${product} ${cycle}${id === "alpine" ? "" : ` (${part})`}` };
  }
  return undefined;
}

const debianNames: Readonly<Record<string, string>> = lifecycles["debian"]?.names ?? {};

function splitTag(tag: string, { depth, names, until }: ReleaseCycle) {
  const nameParts = /^(lts-)?([a-z]+\d*)((?:[.-]\w+)*)$/.exec(tag);
  const byName = nameParts?.[2] === undefined ? undefined : ownValue(names, nameParts[2]);
  if (byName !== undefined)
    return { prefix: nameParts?.[1] ?? "", cycle: byName, named: nameParts?.[2], suffix: nameParts?.[3] ?? "" };
  const numbered = /^(\d+(?:\.\d+)*)((?:-[\w.]+)*)$/.exec(tag);
  const cycle = numbered?.[1]?.split(".").slice(0, depth).join(".");
  if (cycle === undefined || !Object.hasOwn(until, cycle)) return undefined;
  return { prefix: "", cycle, named: undefined, suffix: numbered?.[2] ?? "" };
}

/**
 * The suffix on the new cycle: an ended Debian release becomes the newest; undefined if a part is a separate version or
 * date.
 */
function carrySuffix(suffix: string): string | undefined {
  const parts = suffix.split("-");
  if (
    !parts.every(
      (part) => part === "" || Object.hasOwn(debianNames, part) || /^(slim|alpine|cli|fpm|apache|zts)$/.test(part),
    )
  )
    return undefined;
  return parts.map((part) => (Object.hasOwn(debianNames, part) && part !== "bookworm" ? "trixie" : part)).join("-");
}

function spell(cycle: string, releaseName: string | undefined, { names = {} }: ReleaseCycle): string {
  return releaseName === undefined
    ? cycle
    : (Object.keys(names).find((name) => ownValue(names, name) === cycle) ?? cycle);
}

/** The cycle that fixes of this product move to, and when that ends. */
export function moveTarget(
  base: BaseReference,
): { readonly cycle: string; readonly until: string; readonly product: string } | undefined {
  const [, lifecycle] = lifecycleOf(base);
  const until = lifecycle?.moveTo === undefined ? undefined : ownValue(lifecycle.until, lifecycle.moveTo);
  return lifecycle?.moveTo === undefined || until === undefined
    ? undefined
    : { cycle: lifecycle.moveTo, until, product: lifecycle.product };
}
