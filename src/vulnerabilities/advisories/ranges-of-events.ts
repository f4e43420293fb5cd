import type { AffectedRange } from "../../domain/advisory/advisory.ts";
import type { RangeEvent } from "../../domain/advisory/statement.ts";
import type { Compare } from "./cuts.ts";

/**
 * Ranges of an OSV range's events, which may have any order: sorted, each `introduced` opens a range unless one is
 * open, and the next event ends it (https://ossf.github.io/osv-schema/#evaluation). Events without an order keep
 * theirs.
 */
export function rangesOfEvents(events: readonly RangeEvent[], compare: Compare): AffectedRange[] {
  const ranges: AffectedRange[] = [];
  let open: string | undefined;
  for (const { kind, version } of inOrder(events, compare)) {
    if (kind === "introduced") {
      open ??= version;
    } else if (open !== undefined) {
      ranges.push({ introduced: open, ...(kind === "fixed" ? { fixed: version } : { lastAffected: version }) });
      open = undefined;
    }
  }
  if (open !== undefined) ranges.push({ introduced: open });
  return ranges;
}

function inOrder(events: readonly RangeEvent[], compare: Compare): readonly RangeEvent[] {
  if (events.length < 2) return events;
  let orderable = true;
  const sorted = [...events].sort((a, b) => {
    if (a.version === b.version) return 0;
    if (a.version === "0" || b.version === "0") return a.version === "0" ? -1 : 1;
    const order = compare(a.version, b.version);
    if (order === undefined) orderable = false;
    return order ?? 0;
  });
  return orderable ? sorted : events;
}
