import type { PastFinding } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import type { EarlierReport } from "./earlier-report.ts";

interface HardenedComparison {
  readonly earlier: EarlierReport;
  /** Removes the substituted findings from the comparison. */
  readonly withoutSubstitutes: (compared: Report) => Report;
}

/**
 * A baseline for a file also applies to files made from it: a finding accepted in a Dockerfile is accepted in the hardened one. Where
 * the report covers both, the baseline's findings match those of both, unless it has findings of the made file; else they move.
 */
export function matchHardened(earlier: EarlierReport, report: Report): HardenedComparison {
  /** Locations of substituted findings, and those that the original has itself. */
  const [standIns, copies] = [new Set<string>(), new Set<string>()];
  let { findings } = earlier;
  for (const [path, from] of hardenedFilesIn(report)) {
    const [to, of] = [plain(path), plain(from)];
    if (to === of) continue;
    const isOf = ({ inText, place }: (typeof findings)[number]) => inText && place === of;
    if (!report.targets.some(({ id }) => plain(id) === to)) {
      findings = findings.map((finding) => (isOf(finding) ? { ...finding, place: to, target: from } : finding));
      // An entry may be unused in the made file while the original needs it.
      if (earlier.kind === "accepted") standIns.add(to);
    } else if (!hasFindingsOf(earlier, to)) {
      standIns.add(to);
      copies.add(to);
      findings = [...findings, ...findings.filter(isOf).map((finding) => ({ ...finding, place: to, target: path }))];
    }
  }
  const without = <T extends PastFinding>(list: readonly T[], places: ReadonlySet<string>) =>
    list.filter(({ place }) => !places.has(place));
  return {
    earlier: { ...earlier, findings },
    withoutSubstitutes(compared) {
      const { baseline } = compared;
      if (baseline === undefined || standIns.size === 0) return compared;
      const { fixed, notCompared, expired } = baseline;
      return {
        ...compared,
        baseline: {
          ...baseline,
          fixed: without(fixed, standIns),
          notCompared: without(notCompared, standIns),
          expired: without(expired, copies),
        },
      };
    },
  };
}

/** Files that `harden` made, by their original. */
function hardenedFilesIn({ harden, project }: Report): readonly (readonly [path: string, from: string])[] {
  return [
    ...(harden === undefined ? [] : [[harden.dockerfile, harden.original] as const]),
    ...(project?.files ?? []).map(({ path, file }) => [path, file] as const),
  ];
}

function hasFindingsOf({ targets, findings }: EarlierReport, path: string): boolean {
  return targets.some(({ id }) => plain(id) === path) || findings.some(({ place }) => place === path);
}

function plain(path: string): string {
  return path.replace(/^(?:\.\/)+/, "");
}
