import type { Applicability } from "../../domain/finding/fix.ts";
import type { NextStep, Overview } from "../../domain/report/overview.ts";
import { countText } from "../../reports/content/units.ts";
import { shellQuote } from "../../emit/text/shell-quote.ts";
import { isBaseComposeName } from "../../formats/compose/project-files.ts";
import { recommendedProject } from "../../formats/compose/recommended-project.ts";

type Here = Pick<Overview, "here" | "mostSevere" | "tally"> & {
  readonly hasEngine: boolean;
  readonly fixes: Readonly<Record<Applicability, number>>;
  /** A service to name to `harden`, of a Compose file that does not tell. */
  readonly serviceOf: (composeFile: string) => string | undefined;
  /** Texts that could not be read as what they are. */
  readonly refused: ReadonlySet<string>;
};

/** The three commands that lead on from here: to see all, to change it, to prove it. */
export function nextSteps({ here, mostSevere, tally, hasEngine, fixes, refused, serviceOf }: Here): NextStep[] {
  const target = hardened(here, refused, serviceOf);
  const found = tally.error + tally.warning + tally.info;
  const [worst] = mostSevere;
  const steps: NextStep[] = [
    ...(found > 0 ? [{ command: "hullproof check", what: "all findings with their evidence" }] : []),
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
    ...(worst === undefined ? [] : [{ command: `hullproof explain ${worst.rule}`, what: "why, with examples" }]),
    { command: "hullproof check IMAGE", what: "an image of the engine, an archive or a registry" },
    { command: "hullproof scan IMAGE", what: "known vulnerabilities, and the steps that fix them" },
    { command: "hullproof --help", what: "everything else" },
  ];
  return steps.slice(0, 3);
}

/** What `harden` takes here, as its argument: none where it finds the file by itself. */
function hardened(here: Here["here"], refused: Here["refused"], serviceOf: Here["serviceOf"]): string | undefined {
  const files = here.flatMap(({ kind, paths }) => paths.map((path) => ({ kind, path })));
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
  const hasDockerfile = files.some((one) => one.kind === "dockerfile" && isOwn(one.path));
  return !hasDockerfile && isBaseComposeName(path) ? flag : `${flag} ${shellQuote(path)}`;
}

/** `0 safe fixes, 22 after a build, 38 suggestions` */
function fixesText({ safe, proven, suggested }: Here["fixes"]): string {
  const parts = [
    countText(safe, "safe fix", "safe fixes"),
    ...(proven > 0 ? [`${proven} after a build`] : []),
    ...(suggested > 0 ? [countText(suggested, "suggestion")] : []),
  ];
  return parts.join(", ");
}
