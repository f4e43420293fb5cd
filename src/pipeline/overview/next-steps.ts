import type { NextStep, Overview } from "../../domain/report/overview.ts";
import { shellQuote } from "../../emit/text/shell-quote.ts";

type Here = Pick<Overview, "here" | "mostSevere" | "tally"> & {
  readonly hasEngine: boolean;
  readonly fixes: number;
  /** Texts that could not be read as what they are. */
  readonly refused: ReadonlySet<string>;
};

/** The three commands that lead on from here: to see all, to change it, to prove it. */
export function nextSteps({ here, mostSevere, tally, hasEngine, fixes, refused }: Here): NextStep[] {
  const target = hardened(here, refused);
  const found = tally.error + tally.warning + tally.info;
  const [worst] = mostSevere;
  const steps: NextStep[] = [
    ...(found > 0 ? [{ command: "hullproof check", what: "all findings with their evidence" }] : []),
    ...(fixes > 0
      ? [
          {
            command: "hullproof fix .",
            what: `shows the diff of ${fixes === 1 ? "the fix" : `${fixes} fixes`}, writes nothing`,
          },
        ]
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
function hardened(here: Here["here"], refused: Here["refused"]): string | undefined {
  const of = (wanted: string) => here.flatMap(({ kind, paths }) => (kind === wanted ? paths : []));
  const readable = (path: string) => !refused.has(path);
  const own = of("dockerfile").find((path) => /^(?:Docker|Container)file$/.test(path));
  if (own !== undefined && readable(own)) return "";
  const project = of("compose").find((path) => !path.includes("/") && readable(path));
  if (project !== undefined && own === undefined && /^(?:docker-)?compose\.ya?ml$/.test(project)) return "";
  const first = project ?? of("dockerfile").find(readable);
  return first === undefined ? undefined : ` ${shellQuote(first)}`;
}
