import type { Applicability } from "../../../domain/finding/fix.ts";
import type { NextStep, Overview } from "../../../domain/report/overview.ts";
import { countText } from "../../../reports/content/units.ts";
import { shellQuote } from "../../../dialects/text/shell-quote.ts";
import { isBaseComposeName } from "../../../formats/compose/project-files.ts";
import { recommendedProject } from "../../../formats/compose/recommended-project.ts";

type FolderSummary = Pick<Overview, "here" | "mostSevere" | "tally"> & {
  readonly hasEngine: boolean;
  readonly fixes: Readonly<Record<Applicability, number>>;
  /** A service for `harden --service`, where a Compose file does not determine it. */
  readonly serviceOf: (composeFile: string) => string | undefined;
  /** Texts that could not be parsed. */
  readonly refused: ReadonlySet<string>;
};

/** The three next commands: see everything, change it, prove it. */
export function nextSteps({
  here,
  mostSevere,
  tally,
  hasEngine,
  fixes,
  refused,
  serviceOf,
}: FolderSummary): NextStep[] {
  const target = hardenArgument(here, refused, serviceOf);
  const findingCount = tally.error + tally.warning + tally.info;
  const [topFinding] = mostSevere;
  const steps: NextStep[] = [
    ...(findingCount > 0 ? [{ command: "hullproof check", what: "all findings with their evidence" }] : []),
    ...(fixes.safe + fixes.proven + fixes.suggested > 0
      ? [{ command: "hullproof fix .", what: `${fixesText(fixes)}; writes nothing` }]
      : []),
    ...(target !== undefined && hasEngine
      ? [
          {
            command: `hullproof harden${target}`,
            what: "fixes, builds, runs, learns the least privilege, and proves that all of it works",
          },
        ]
      : []),
    ...(hasEngine ? [{ command: "hullproof audit", what: "the containers that run on this machine" }] : []),
    ...(topFinding === undefined
      ? []
      : [{ command: `hullproof explain ${topFinding.rule}`, what: "why, with examples" }]),
    { command: "hullproof check IMAGE", what: "an image of the engine, an archive or a registry" },
    { command: "hullproof scan IMAGE", what: "known vulnerabilities, and the steps that fix them" },
    { command: "hullproof --help", what: "everything else" },
  ];
  return steps.slice(0, 3);
}

/** The argument of `harden` here; empty where it finds the file itself. */
function hardenArgument(
  filesByKind: FolderSummary["here"],
  refused: FolderSummary["refused"],
  serviceOf: FolderSummary["serviceOf"],
): string | undefined {
  const files = filesByKind.flatMap(({ kind, paths }) => paths.map((path) => ({ kind, path })));
  const project = recommendedProject(
    files.filter(({ path }) => !refused.has(path)),
    "folder",
  );
  if (project === undefined) return undefined;
  const { kind, path } = project;
  const isOwn = (name: string): boolean => /^(?:Docker|Container)file$/.test(name);
  if (kind === "dockerfile") return isOwn(path) ? "" : ` ${shellQuote(path)}`;
  const service = serviceOf(path);
  const flag = service === undefined ? "" : ` --service ${shellQuote(service)}`;
  const hasDockerfile = files.some((file) => file.kind === "dockerfile" && isOwn(file.path));
  return !hasDockerfile && isBaseComposeName(path) ? flag : `${flag} ${shellQuote(path)}`;
}

/** `0 safe fixes, 22 after a build, 38 suggestions` */
function fixesText({ safe, proven, suggested }: FolderSummary["fixes"]): string {
  const parts = [
    countText(safe, "safe fix", "safe fixes"),
    ...(proven > 0 ? [`${proven} after a build`] : []),
    ...(suggested > 0 ? [countText(suggested, "suggestion")] : []),
  ];
  return parts.join(", ");
}
