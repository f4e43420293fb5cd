import type { PastFinding } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Earlier } from "./earlier.ts";

interface ForMade {
  readonly earlier: Earlier;
  /** The comparison without what only stood in for something. */
  readonly told: (compared: Report) => Report;
}

/**
 * What a baseline says of a file holds for what was made of it, too: whoever accepted a finding of a Dockerfile need not accept it again in the hardened one. Where
 * the report is about both, the baseline's findings stand for those of both, unless it knows what was made itself; else they move.
 */
export function forMade(earlier: Earlier, report: Report): ForMade {
  /** Places of what only stood in for something, and of those that the original says itself. */
  const [standIns, copies] = [new Set<string>(), new Set<string>()];
  let { findings } = earlier;
  for (const [path, from] of madeIn(report)) {
    const [to, of] = [plain(path), plain(from)];
    if (to === of) continue;
    const isOf = ({ inText, place }: (typeof findings)[number]) => inText && place === of;
    if (!report.targets.some(({ id }) => plain(id) === to)) {
      findings = findings.map((one) => (isOf(one) ? { ...one, place: to, target: from } : one));
      // An entry that what was made needs no more is still needed for what it was made of.
      if (earlier.kind === "accepted") standIns.add(to);
    } else if (!knows(earlier, to)) {
      standIns.add(to);
      copies.add(to);
      findings = [...findings, ...findings.filter(isOf).map((one) => ({ ...one, place: to, target: path }))];
    }
  }
  const without = <T extends PastFinding>(list: readonly T[], places: ReadonlySet<string>) =>
    list.filter(({ place }) => !places.has(place));
  return {
    earlier: { ...earlier, findings },
    told(compared) {
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

/** What `harden` made, with what it was made of. */
function madeIn({ harden, project }: Report): readonly (readonly [path: string, from: string])[] {
  return [
    ...(harden === undefined ? [] : [[harden.dockerfile, harden.original] as const]),
    ...(project?.files ?? []).map(({ path, file }) => [path, file] as const),
  ];
}

function knows({ targets, findings }: Earlier, path: string): boolean {
  return targets.some(({ id }) => plain(id) === path) || findings.some(({ place }) => place === path);
}

function plain(path: string): string {
  return path.replace(/^(?:\.\/)+/, "");
}
