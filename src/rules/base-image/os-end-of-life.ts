import { ownValue } from "../../domain/own-value.ts";
import { reference } from "../shared/evidence.ts";
import { cycleEnd, lastDay, storeSource, systemCycle } from "../../facts/release-cycles.ts";
import { defineRule } from "../rule.ts";
import { endedLongAgo, hasEnded, lifecycles } from "../../data/release-cycles.ts";

export default defineRule({
  id: "base-image/os-end-of-life",
  title: "Image OS past end of life",
  why:
    "After its end of life a distribution gets no more fixes. Scanners then often show fewer vulnerabilities, not more, since no one registers them any longer: " +
    "zero pending updates of a dead release means no one is looking.",
  severity: "error",
  ofBase: true,
  needs: ["os", "today"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          os: { id: "debian", versionId: "11", codename: "bullseye", prettyName: "Debian GNU/Linux 11 (bullseye)" },
        },
      },
      good: {
        image: {
          os: { id: "debian", versionId: "13", codename: "trixie", prettyName: "Debian GNU/Linux 13 (trixie)" },
        },
      },
    },
    {
      kind: "image",
      bad: { image: { os: { id: "alpine", versionId: "3.16.9", prettyName: "Alpine Linux v3.16" } } },
      good: { image: { os: { id: "alpine", versionId: "3.23.2", prettyName: "Alpine Linux v3.23" } } },
    },
  ],
  *check({ os, today, lifeCycles = [] }) {
    const { id = "", versionId, codename, prettyName } = os;
    if (id === "") return "the image has no os-release";
    // Only the three whose os-release contains the cycle of our table.
    const table = /^(?:debian|ubuntu|alpine)$/.test(id) ? ownValue(lifecycles, id) : undefined;
    const stored = table === undefined ? systemCycle(id, versionId ?? "", lifeCycles) : undefined;
    const cycle =
      stored?.cycle ??
      versionId?.split(".").slice(0, table?.depth).join(".") ??
      ownValue(table?.names, codename ?? "") ??
      "";
    const end =
      stored === undefined
        ? table && cycleEnd(table, cycle, lifeCycles)
        : { until: lastDay(stored), source: storeSource };
    if (end === undefined) return `${prettyName ?? `${id} ${cycle}`.trim()}: no dates are known for it`;
    const { until, source } = end;
    if (!hasEnded(until, today)) return;
    const product = table?.product ?? id;
    const name = prettyName ?? `${product} ${cycle}`;
    yield {
      message: `${name} has had no fixes since ${until}${table?.moveTo === undefined ? "" : `; ${product} ${table.moveTo} is supported`}`,
      at: { setting: "os-release" },
      ...(!endedLongAgo(until, today) && { severity: "warning" as const }),
      evidence: [
        { kind: "setting", pointer: "VERSION_ID", value: versionId ?? codename ?? cycle },
        reference(`${product} ${cycle}: last day with fixes ${until}; today is ${today}`, source),
      ],
    };
  },
});
