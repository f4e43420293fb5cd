import type { Advisory, AffectedRange } from "../../domain/advisory/advisory.ts";
import type { Sign, VersionOrder } from "../../versions/version-order.ts";

/** Whether a statement covers a version, and the comparison: a part of a sentence. */
export type Verdict =
  | { readonly kind: "affected"; readonly fixed?: string; readonly why: string }
  | { readonly kind: "safe"; readonly why: string; readonly fixed?: string }
  | { readonly kind: "unknown"; readonly why: string };

/** Longer than any version; the orders' time grows with the text, and one package is compared with hundreds of bounds. */
const longest = 1_000;

/**
 * https://ossf.github.io/osv-schema/#evaluation: listed, or in one of the ranges. A version that cannot be ordered or
 * is invalid is never safe.
 */
export function affects(advisory: Advisory, version: string, order: VersionOrder): Verdict {
  const { state, ranges, versions, reason } = advisory;
  if (state === "not-affected")
    return { kind: "safe", why: `not affected${reason === undefined ? "" : `: ${reason}`}` };
  const isListed = versions.some((listed) => listed === version);
  if (ranges.length === 0 && versions.length === 0) return { kind: "affected", why: "every version is affected" };
  if (version.length > longest) return { kind: "unknown", why: `its version is longer than ${longest} characters` };
  let unknown: string | undefined;
  let fixed: string | undefined;
  for (const range of ranges) {
    const place = placeIn(range, version, order);
    if (place.kind === "affected") return { ...place, ...release(place.fixed, order) };
    if (place.kind === "unknown") unknown ??= place.why;
    else fixed = place.fixed ?? fixed;
  }
  if (isListed || versions.some((listed) => placeOf(version, listed, order) === 0))
    return { kind: "affected", why: `${version} is one of the versions that it lists` };
  if (unknown !== undefined) return { kind: "unknown", why: unknown };
  if (!order.accepts(version))
    return { kind: "unknown", why: `"${version}" is not a version by the rules of ${order.scheme}` };
  const verdictReason =
    fixed === undefined
      ? `${version} is in none of the affected ranges`
      : `${version} is not before ${fixed}, which fixed it`;
  return { kind: "safe", why: verdictReason, ...release(fixed, order) };
}

/** A published fix: the compared version may precede it. */
function release(fixed: string | undefined, order: VersionOrder): { readonly fixed?: string } {
  return fixed === undefined ? {} : { fixed: order.releaseAt?.(fixed) ?? fixed };
}

function placeOf(version: string, bound: string, order: VersionOrder): Sign | undefined {
  return (order.compareToBound ?? order.compare)(version, bound);
}

function placeIn(
  { introduced, exclusive, fixed, lastAffected }: AffectedRange,
  version: string,
  order: VersionOrder,
): Verdict {
  const begin = introduced === "0" ? 1 : placeOf(version, introduced, order);
  const isIn = begin === undefined ? undefined : exclusive === true ? begin > 0 : begin >= 0;
  const end = fixed ?? lastAffected;
  const place = end === undefined ? -1 : end === "0" ? 1 : placeOf(version, end, order);
  const isBefore = place === undefined ? undefined : fixed === undefined ? place <= 0 : place < 0;
  if (isIn === false) return { kind: "safe", why: "" };
  if (isBefore === false) return { kind: "safe", why: "", ...(isIn === true && fixed !== undefined ? { fixed } : {}) };
  if (isIn === undefined || isBefore === undefined) {
    const bound = isIn === undefined ? introduced : (end ?? "");
    return { kind: "unknown", why: `"${version}" and "${bound}" cannot be ordered by the rules of ${order.scheme}` };
  }
  const from = introduced === "0" ? "" : `${version} is ${exclusive === true ? "after" : "not before"} ${introduced}`;
  const to =
    fixed !== undefined
      ? `${version} is before ${fixed}, which fixes it`
      : lastAffected !== undefined
        ? `${version} is not after ${lastAffected}, the last affected one`
        : "no version without it is known";
  return {
    kind: "affected",
    why: from === "" ? to : `${from}, ${to.replace(`${version} is `, "and ")}`,
    ...(fixed === undefined ? {} : { fixed }),
  };
}
