/** A tag of an official image taken apart: https://github.com/docker-library/official-images, "Tags and aliases". */
export interface BaseTag {
  readonly tag: string;
  /** Numbers of the version, `[3, 13, 1]`; empty for tags that begin with a name (`slim`, `trixie-slim`). */
  readonly numbers: readonly number[];
  /** The part after the version without dates: `slim-trixie`, ``. For tags that begin with a name, the whole tag. */
  readonly variant: string;
  /** Day of a dated tag: `trixie-20260112-slim`. */
  readonly date?: string;
  /** A release candidate, beta or nightly. */
  readonly unfinished: boolean;
}

const unfinished =
  /(?:^|[-.\d])(?:rc|alpha|beta|pre|dev|nightly|unstable|experimental|canary|preview|edge|testing|sid|snapshot|ea)(?:\d{0,32}[-.]|\d{0,32}$)/;
// Not for Linux containers, or a signature and not an image (cosign's tags are digests).
const foreign = /(?:^|-)(?:windowsservercore|nanoserver)|^sha256-/;

/** Undefined for tags that name no image for Linux. */
export function parseBaseTag(tag: string): BaseTag | undefined {
  if (foreign.test(tag)) return undefined;
  const dated = /(?:^|-)((?:19|20)\d{2})(\d{2})(\d{2})(?:T\d+|\.\d+)?(?=-|$)/.exec(tag);
  const tagWithoutDate = dated === null ? tag : tag.slice(0, dated.index) + tag.slice(dated.index + dated[0].length);
  const [, version = "", tail = ""] = /^v?(\d+(?:\.\d+)*)?(.*)$/s.exec(tagWithoutDate.replace(/^-/, "")) ?? [];
  // `3.14rc2-slim`, `22-bookworm`: the part after the numbers begins with a dash, or marks a prerelease.
  const hasVersion =
    version !== "" && (tail === "" || tail.startsWith("-") || /^(?:a|b|rc|beta|alpha)\d+(?:-|$)/.test(tail));
  const variant = hasVersion
    ? tail.replace(/^(?:a|b|rc|beta|alpha)\d+/, "").replace(/^-/, "")
    : tagWithoutDate.replace(/^-/, "");
  return {
    tag,
    numbers: hasVersion ? version.split(".").map(Number) : [],
    variant,
    unfinished: unfinished.test(tagWithoutDate) || (hasVersion && /^(?:a|b|rc|beta|alpha)\d/.test(tail)),
    ...(dated !== null && { date: `${dated[1]}-${dated[2]}-${dated[3]}` }),
  };
}

/** The variant without the distribution's release, as people choose it: `slim-bookworm` and `slim` are `slim`, `alpine3.22` is `alpine`. */
export function kindOfVariant(variant: string, codenames: ReadonlySet<string>): string {
  return variant
    .split("-")
    .filter((word) => !codenames.has(word))
    .map((word) => word.replace(/^(alpine|ubi|oraclelinux|rockylinux|debian|ubuntu)[\d.]+$/, "$1"))
    .join("-");
}

/** By numbers; a missing number is less than any. */
export function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const order = (a[at] ?? -1) - (b[at] ?? -1);
    if (order !== 0) return order;
  }
  return 0;
}
