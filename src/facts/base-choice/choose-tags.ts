import { ownValue } from "../../domain/own-value.ts";
import { compareNumbers, kindOfVariant, parseBaseTag, type BaseTag } from "./base-tag.ts";

/** What is known of the product that a repository holds: how many numbers name a cycle, and which cycles still get fixes. */
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
  /** Code names of distributions, by which variants are told apart. */
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
export function chooseTags(all: readonly string[], wishes: TagWishes): ChosenTags {
  const { inUse, variants, codenames, limit } = wishes;
  const parsed = all
    .flatMap((tag) => parseBaseTag(tag) ?? [])
    .filter(({ unfinished, date }) => !unfinished && date === undefined);
  const used = inUse === undefined ? undefined : parseBaseTag(inUse);
  const usedCycle = used && cycleOf(used, wishes);
  const fitting = parsed.filter((one) => {
    const cycle = cycleOf(one, wishes);
    return cycle !== undefined && (cycle === usedCycle || isOpen(cycle, wishes));
  });
  const wantedKinds = variants ?? kindsWorthReading(fitting, codenames);
  const groups = Map.groupBy(
    fitting.filter(({ variant }) => wantedKinds.includes(kindOfVariant(bare(variant, wishes), codenames))),
    (one) => `${cycleOf(one, wishes)} ${variantKey(one, wishes)}`,
  );
  const chosen = [...groups.values()].map((group) => group.toSorted(byStability)[0]).filter((one) => one !== undefined);
  const order = (one: BaseTag): number => {
    // What one may move to without a thought, then what is newer, then what is older.
    if (used === undefined) return 1;
    return cycleOf(one, wishes) === usedCycle
      ? 0
      : compareNumbers(numbersOf(one, wishes), numbersOf(used, wishes)) < 0
        ? 2
        : 1;
  };
  const kindRank = ({ variant }: BaseTag): number =>
    wantedKinds.indexOf(kindOfVariant(bare(variant, wishes), codenames));
  const sorted = chosen.toSorted(
    (a, b) =>
      order(a) - order(b) ||
      compareNumbers(numbersOf(b, wishes), numbersOf(a, wishes)) ||
      kindRank(a) - kindRank(b) ||
      (a.tag < b.tag ? -1 : 1),
  );
  return {
    tags: spread(sorted, (one) => cycleOf(one, wishes) ?? "", limit),
    fitting: fitting.length,
    dropped: sorted.slice(limit).map(({ tag }) => tag),
  };
}

/** Earlier tags of the same line, newest first: patch versions (`3.13.1-slim`) or dated ones (`trixie-20260112-slim`). */
export function earlierTags(all: readonly string[], tag: string, count: number): readonly string[] {
  const own = parseBaseTag(tag);
  if (own === undefined) return [];
  const line = all
    .flatMap((one) => parseBaseTag(one) ?? [])
    .filter((one) => !one.unfinished && one.tag !== tag && one.variant === own.variant);
  const dated = line.filter((one) => one.date !== undefined && compareNumbers(one.numbers, own.numbers) === 0);
  if (dated.length > 0)
    return dated
      .toSorted((a, b) => ((a.date ?? "") > (b.date ?? "") ? -1 : 1))
      .slice(0, count)
      .map((one) => one.tag);
  const patches = line.filter(
    ({ numbers, date }) =>
      date === undefined &&
      numbers.length > own.numbers.length &&
      own.numbers.every((number, at) => numbers[at] === number),
  );
  const deepest = Math.max(0, ...patches.map(({ numbers }) => numbers.length));
  return patches
    .filter(({ numbers }) => numbers.length === deepest)
    .toSorted((a, b) => compareNumbers(b.numbers, a.numbers))
    .slice(0, count)
    .map((one) => one.tag);
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
function bare(variant: string, { cycles }: TagWishes): string {
  const [first = "", ...rest] = variant.split("-");
  return ownValue(cycles?.names, first) === undefined ? variant : rest.join("-");
}

function variantKey(one: BaseTag, wishes: TagWishes): string {
  return bare(one.variant, wishes);
}

function isOpen(cycle: string, { cycles, today }: TagWishes): boolean {
  if (cycles === undefined) return true;
  const until = ownValue(cycles.until, cycle);
  // A month stands for its last day. A cycle that no one knows dates of may be newer than the table.
  return until === undefined ? isNewer(cycle, cycles) : until.slice(0, 10) >= today.slice(0, until.length);
}

function isNewer(cycle: string, { until }: ProductCycles): boolean {
  const numbers = cycle.split(".").map(Number);
  return Object.keys(until).every((known) => compareNumbers(numbers, known.split(".").map(Number)) > 0);
}

/** The shortest version that names the cycle moves with all of its fixes; a name without a distribution's release follows that too. */
function byStability(a: BaseTag, b: BaseTag): number {
  return a.numbers.length - b.numbers.length || compareNumbers(b.numbers, a.numbers) || (a.tag < b.tag ? -1 : 1);
}

/** A tag by name has the numbers of its cycle: `trixie-slim` is 13. */
function numbersOf(one: BaseTag, wishes: TagWishes): readonly number[] {
  return one.numbers.length > 0 ? one.numbers : (cycleOf(one, wishes)?.split(".").map(Number) ?? []);
}

const usual = ["slim", "alpine", ""];

/** Small ones first; what is for a purpose of its own (`onbuild`, `fpm`, `windows`) is read when it is asked for. */
function kindsWorthReading(tags: readonly BaseTag[], codenames: ReadonlySet<string>): readonly string[] {
  const there = new Set(tags.map(({ variant }) => kindOfVariant(variant, codenames)));
  const known = usual.filter((kind) => there.has(kind));
  return known.length > 0 ? usual : [...there].sort();
}

/** No cycle takes all places: the first of each, then the second of each. */
function spread<T>(sorted: readonly T[], group: (one: T) => string, limit: number): readonly T[] {
  if (sorted.length <= limit) return sorted;
  const groups = [...Map.groupBy(sorted, group).values()];
  const kept = new Set<T>();
  for (let at = 0; kept.size < limit; at++) {
    for (const one of groups) if (at < one.length && kept.size < limit) kept.add(one[at] as T);
  }
  return sorted.filter((one) => kept.has(one));
}
