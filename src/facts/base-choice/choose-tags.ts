import { ownValue } from "../../domain/own-value.ts";
import { compareNumbers, kindOfVariant, parseBaseTag, type BaseTag } from "./base-tag.ts";

/** Facts about a repository's product: how many numbers name a cycle, and which cycles still get fixes. */
export interface ProductCycles {
  readonly depth: number;
  /** Cycle -> last day with fixes. */
  readonly until: Readonly<Record<string, string>>;
  /** Code name in tags -> cycle, for distributions. */
  readonly names?: Readonly<Record<string, string>>;
}

export interface TagWishes {
  /** Tag of the base in use. */
  readonly inUse?: string;
  /** Only these kinds of variants, `slim`, `alpine`; empty text is the one without a suffix. */
  readonly variants?: readonly string[];
  readonly cycles?: ProductCycles;
  readonly today: string;
  /** Code names of distributions, which distinguish variants. */
  readonly codenames: ReadonlySet<string>;
  /** At most so many. */
  readonly limit: number;
}

export interface ChosenTags {
  /** Best guess first. */
  readonly tags: readonly BaseTag[];
  /** Tags that name a finished image of a supported cycle. */
  readonly fitting: number;
  readonly dropped: readonly string[];
}

/**
 * The tags that are worth reading: of each supported cycle and each variant the one that moves with its fixes (`3.13-slim`, not
 * `3.13.1-slim-trixie`). The cycle in use comes first, then newer ones; a cycle that has ended is left out, unless it is in use.
 */
export function chooseTags(tags: readonly string[], wishes: TagWishes): ChosenTags {
  const { inUse, variants, codenames, limit } = wishes;
  const parsed = tags
    .flatMap((tag) => parseBaseTag(tag) ?? [])
    .filter(({ unfinished, date }) => !unfinished && date === undefined);
  const used = inUse === undefined ? undefined : parseBaseTag(inUse);
  const usedCycle = used && cycleOf(used, wishes);
  const fitting = parsed.filter((baseTag) => {
    const cycle = cycleOf(baseTag, wishes);
    return cycle !== undefined && (cycle === usedCycle || isOpen(cycle, wishes));
  });
  const wantedKinds = variants ?? kindsWorthReading(fitting, codenames);
  const groups = Map.groupBy(
    fitting.filter(({ variant }) => wantedKinds.includes(kindOfVariant(withoutCodename(variant, wishes), codenames))),
    (baseTag) => `${cycleOf(baseTag, wishes)} ${variantKey(baseTag, wishes)}`,
  );
  const stableTags = [...groups.values()]
    .map((group) => group.toSorted(byStability)[0])
    .filter((baseTag) => baseTag !== undefined);
  const order = (baseTag: BaseTag): number => {
    // First drop-in replacements, then newer ones, then older ones.
    if (used === undefined) return 1;
    return cycleOf(baseTag, wishes) === usedCycle
      ? 0
      : compareNumbers(numbersOf(baseTag, wishes), numbersOf(used, wishes)) < 0
        ? 2
        : 1;
  };
  const kindRank = ({ variant }: BaseTag): number =>
    wantedKinds.indexOf(kindOfVariant(withoutCodename(variant, wishes), codenames));
  const sorted = stableTags.toSorted(
    (a, b) =>
      order(a) - order(b) ||
      compareNumbers(numbersOf(b, wishes), numbersOf(a, wishes)) ||
      kindRank(a) - kindRank(b) ||
      (a.tag < b.tag ? -1 : 1),
  );
  return {
    tags: spread(sorted, (baseTag) => cycleOf(baseTag, wishes) ?? "", limit),
    fitting: fitting.length,
    dropped: sorted.slice(limit).map(({ tag }) => tag),
  };
}

/** Earlier tags of the same line, newest first: patch versions (`3.13.1-slim`) or dated ones (`trixie-20260112-slim`). */
export function earlierTags(tags: readonly string[], tag: string, count: number): readonly string[] {
  const parsedTag = parseBaseTag(tag);
  if (parsedTag === undefined) return [];
  const line = tags
    .flatMap((name) => parseBaseTag(name) ?? [])
    .filter((baseTag) => !baseTag.unfinished && baseTag.tag !== tag && baseTag.variant === parsedTag.variant);
  const dated = line.filter(
    (baseTag) => baseTag.date !== undefined && compareNumbers(baseTag.numbers, parsedTag.numbers) === 0,
  );
  if (dated.length > 0)
    return dated
      .toSorted((a, b) => ((a.date ?? "") > (b.date ?? "") ? -1 : 1))
      .slice(0, count)
      .map((baseTag) => baseTag.tag);
  const patches = line.filter(
    ({ numbers, date }) =>
      date === undefined &&
      numbers.length > parsedTag.numbers.length &&
      parsedTag.numbers.every((number, at) => numbers[at] === number),
  );
  const deepest = Math.max(0, ...patches.map(({ numbers }) => numbers.length));
  return patches
    .filter(({ numbers }) => numbers.length === deepest)
    .toSorted((a, b) => compareNumbers(b.numbers, a.numbers))
    .slice(0, count)
    .map((baseTag) => baseTag.tag);
}

/** `3.13` of `3.13-slim`, `13` of `trixie-slim`; undefined for a tag that names no cycle (`latest`, `slim`, `3`). */
function cycleOf({ numbers, variant }: BaseTag, { cycles }: TagWishes): string | undefined {
  const depth = cycles?.depth ?? 1;
  if (numbers.length >= depth) return numbers.slice(0, depth).join(".");
  if (numbers.length > 0) return undefined;
  const first = variant.split("-")[0] ?? "";
  return ownValue(cycles?.names, first);
}

/** Without the product's own code name in front: `trixie-slim` of Debian is the variant `slim` of 13. */
function withoutCodename(variant: string, { cycles }: TagWishes): string {
  const [first = "", ...rest] = variant.split("-");
  return ownValue(cycles?.names, first) === undefined ? variant : rest.join("-");
}

function variantKey(baseTag: BaseTag, wishes: TagWishes): string {
  return withoutCodename(baseTag.variant, wishes);
}

function isOpen(cycle: string, { cycles, today }: TagWishes): boolean {
  if (cycles === undefined) return true;
  const until = ownValue(cycles.until, cycle);
  // A month means its last day. A cycle without dates may be newer than the table.
  return until === undefined ? isNewer(cycle, cycles) : until.slice(0, 10) >= today.slice(0, until.length);
}

function isNewer(cycle: string, { until }: ProductCycles): boolean {
  const numbers = cycle.split(".").map(Number);
  return Object.keys(until).every((cycleName) => compareNumbers(numbers, cycleName.split(".").map(Number)) > 0);
}

/** The shortest version that names the cycle moves with all of its fixes; a name without a distribution's release follows that too. */
function byStability(a: BaseTag, b: BaseTag): number {
  return a.numbers.length - b.numbers.length || compareNumbers(b.numbers, a.numbers) || (a.tag < b.tag ? -1 : 1);
}

/** A tag by name has the numbers of its cycle: `trixie-slim` is 13. */
function numbersOf(baseTag: BaseTag, wishes: TagWishes): readonly number[] {
  return baseTag.numbers.length > 0 ? baseTag.numbers : (cycleOf(baseTag, wishes)?.split(".").map(Number) ?? []);
}

const usual = ["slim", "alpine", ""];

/** Small ones first; special-purpose variants (`onbuild`, `fpm`, `windows`) are read on request. */
function kindsWorthReading(tags: readonly BaseTag[], codenames: ReadonlySet<string>): readonly string[] {
  const variantKinds = new Set(tags.map(({ variant }) => kindOfVariant(variant, codenames)));
  const usualKinds = usual.filter((kind) => variantKinds.has(kind));
  return usualKinds.length > 0 ? usual : [...variantKinds].sort();
}

/** Interleaves cycles: the first of each, then the second of each. */
function spread<T>(sorted: readonly T[], group: (one: T) => string, limit: number): readonly T[] {
  if (sorted.length <= limit) return sorted;
  const groups = [...Map.groupBy(sorted, group).values()];
  const selection = new Set<T>();
  for (let at = 0; selection.size < limit; at++) {
    for (const groupTags of groups)
      if (at < groupTags.length && selection.size < limit) selection.add(groupTags[at] as T);
  }
  return sorted.filter((sortedItem) => selection.has(sortedItem));
}
