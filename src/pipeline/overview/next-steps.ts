import type { NextStep, Overview } from "../../domain/report/overview.ts";

type Here = Pick<Overview, "here" | "mostSevere" | "tally"> & { readonly hasEngine: boolean; readonly fixes: number };

/** The three commands that lead on from here: to see all, to change it, to prove it. */
export function nextSteps({ here, mostSevere, tally, hasEngine, fixes }: Here): NextStep[] {
  const dockerfile = here.find(({ kind }) => kind === "dockerfile")?.paths[0];
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
    ...(dockerfile !== undefined && hasEngine
      ? [
          {
            command: "hullproof harden",
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
