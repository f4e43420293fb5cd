import type { NeedClass, NeedEvidence, PackageNeed, PackageNeeds } from "../../domain/image/package-need.ts";
import { ownValue } from "../../domain/own-value.ts";
import { needClasses } from "../../domain/image/package-need.ts";

/** What a class means, for its head line. */
export const needClassTexts: Readonly<Record<NeedClass, string>> = {
  used: "the workload opened their files",
  named: "something that starts names them",
  linked: "libraries that a program needs",
  "loaded-by-name": "libraries and plug-ins that a program may load",
  imported: "required by packages in use",
  policy: "always stay",
  "depends-only": "only Depends need them",
  "configure-only": "only maintainer scripts use them",
  unused: "nothing needs them",
  unknown: "not decided, so they stay",
};

const verbs: Readonly<Record<string, string>> = {
  reads: "opened",
  starts: "starts",
  calls: "names",
  interpreter: "has the interpreter",
  link: "leads through the link",
  links: "needs the library",
  note: "declares that it may load",
  text: "contains the name of",
  folder: "loads what is in its folder:",
  shell: "runs a shell:",
  license: "has its license in",
  requires: "requires",
  depends: "depends on",
  configures: "names",
  rule: ":",
};

export function needText({ how, from, to }: NeedEvidence): string {
  const verb = ownValue(verbs, how) ?? how;
  return verb === ":" ? `${from}: ${to}` : `${from} ${verb} ${to}`;
}

/** Classes that have packages, the strongest first. */
export function needGroups({ packages }: PackageNeeds): {
  readonly needClass: NeedClass;
  readonly members: readonly PackageNeed[];
  readonly bytes: number;
}[] {
  const byClass = Map.groupBy(packages, (need) => need.class);
  return needClasses.flatMap((needClass) => {
    const members = byClass.get(needClass);
    if (members === undefined) return [];
    return [{ needClass, members, bytes: members.reduce((sum, { bytes = 0 }) => sum + bytes, 0) }];
  });
}

/** From the package back to the workload: each line is why the package of the line before stays. */
export function needChain({ packages }: PackageNeeds, need: PackageNeed): string[] {
  const byPurl = new Map(packages.map((one) => [one.purl, one]));
  const lines: string[] = [];
  const visited = new Set<string>();
  for (let next: PackageNeed | undefined = need; next !== undefined && !visited.has(next.purl);) {
    visited.add(next.purl);
    const [evidence]: readonly NeedEvidence[] = next.evidence;
    if (evidence === undefined) break;
    lines.push(
      `${next.class}: ${needText(evidence)}${evidence.via === undefined ? "" : ` (${byPurl.get(evidence.via)?.name ?? evidence.via})`}`,
    );
    next = evidence.via === undefined ? undefined : byPurl.get(evidence.via);
  }
  return lines.length === 0 ? [`${need.class}: ${needClassTexts[need.class]}`] : lines;
}

/** Limits of the table. */
export function needLimits({ complete, reason }: PackageNeeds): string {
  return complete
    ? "Unused means: by this workload, its configuration and every library that a remaining program names."
    : `Files may be missing in the trace (${reason}), so nothing is unused.`;
}
