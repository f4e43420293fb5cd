import { ownValue } from "../../domain/own-value.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import { endedLongAgo, hasEnded, lifecycles } from "../../data/release-cycles.ts";
import { reference } from "../shared/evidence.ts";
import { cycleEnd } from "../../facts/release-cycles.ts";
import { defineRule } from "../rule.ts";
import { endedPrograms } from "./ended-programs.ts";

/** Keys of the table by the name of the runtime in an image. */
const products: Readonly<Record<string, string>> = {
  node: "node",
  python: "python",
  ruby: "ruby",
  php: "php",
  go: "golang",
  stdlib: "golang",
};

const node: PackageInfo = {
  purl: "pkg:generic/node@18.20.8",
  name: "node",
  version: "18.20.8",
  layer: 1,
  path: "/usr/local/bin/node",
};

export default defineRule({
  id: "vulnerabilities/end-of-life-runtime",
  title: "Language runtime or program past its end of life",
  why:
    "A runtime that has ended gets no more fixes, so whatever is found in it stays open, and no one looks any longer: a scan that shows no vulnerabilities in it " +
    "says nothing. Language runtimes that were copied or compiled into an image belong to no package, which is why many scanners do not see them at all.",
  severity: "error",
  ofBase: true,
  needs: ["packages", "today"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { image: { packages: [node] } },
      good: { image: { packages: [{ ...node, purl: "pkg:generic/node@24.11.0", version: "24.11.0" }] } },
    },
  ],
  *check({ packages, today, lifeCycles = [] }) {
    const runtimePackages = packages.filter(
      ({ purl, name }) => /^pkg:generic\/|^pkg:golang\/stdlib@/.test(purl) && Object.hasOwn(products, name),
    );
    const programs = packages.filter(({ name }) => !Object.hasOwn(products, name));
    yield* endedPrograms(programs, today, lifeCycles);
    // A Go program includes its library: many programs of one version are one finding.
    for (const group of Map.groupBy(runtimePackages, ({ name, version }) => `${name} ${version}`).values()) {
      const [first] = group;
      const table = ownValue(lifecycles, ownValue(products, first?.name ?? "") ?? "");
      if (first === undefined || table === undefined) continue;
      const cycle = /^\d+(?:\.\d+)*/.exec(first.version)?.[0].split(".").slice(0, table.depth).join(".") ?? "";
      const end = cycleEnd(table, cycle, lifeCycles);
      if (end === undefined || !hasEnded(end.until, today)) continue;
      const moreText = group.length > 1 ? ` and ${group.length - 1} more` : "";
      const move =
        table.moveTo === undefined || hasEnded(ownValue(table.until, table.moveTo) ?? "", today)
          ? ""
          : `; ${table.product} ${table.moveTo} is supported`;
      yield {
        message: `${table.product} ${first.version} in ${first.path}${moreText} has had no fixes since ${end.until}${move}`,
        at: { layer: first.layer, path: first.path },
        ...(!endedLongAgo(end.until, today) && { severity: "warning" as const }),
        evidence: [
          { kind: "package", purl: first.purl, installed: first.version },
          reference(`${table.product} ${cycle}: last day with fixes ${end.until}; today is ${today}`, end.source),
        ],
      };
    }
  },
});
