import type { Applicability } from "../../domain/finding/fix.ts";
import type { NextStep, Overview } from "../../domain/report/overview.ts";
import { counted } from "../../reports/content/units.ts";
import { shellQuote } from "../../emit/text/shell-quote.ts";
import { composeProject, isBaseComposeName } from "../../formats/compose/project-files.ts";

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

/** What `harden` takes here, as its argument: the folder's own Dockerfile, else its Compose file, else the first Dockerfile below. */
function hardened(here: Here["here"], refused: Here["refused"], serviceOf: Here["serviceOf"]): string | undefined {
  const of = (wanted: string) => here.flatMap(({ kind, paths }) => (kind === wanted ? paths : []));
  const readable = (path: string) => !refused.has(path);
  const own = of("dockerfile").find((path) => /^(?:Docker|Container)file$/.test(path));
  if (own !== undefined && readable(own)) return "";
  const projects = of("compose").filter((path) => !path.includes("/") && readable(path));
  const project = composeProject(new Set(projects))?.base ?? projects[0];
  if (project === undefined) {
    const first = of("dockerfile").find(readable);
    return first === undefined ? undefined : ` ${shellQuote(first)}`;
  }
  const service = serviceOf(project);
  const flag = service === undefined ? "" : ` --service ${shellQuote(service)}`;
  return own === undefined && isBaseComposeName(project) ? flag : `${flag} ${shellQuote(project)}`;
}

/** `0 safe fixes, 22 after a build, 38 suggestions` */
function fixesText({ safe, proven, suggested }: Here["fixes"]): string {
  const parts = [
    counted(safe, "safe fix", "safe fixes"),
    ...(proven > 0 ? [`${proven} after a build`] : []),
    ...(suggested > 0 ? [counted(suggested, "suggestion")] : []),
  ];
  return parts.join(", ");
}
