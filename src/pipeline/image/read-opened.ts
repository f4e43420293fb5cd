import { z } from "zod";
import { Failure } from "../../domain/failure.ts";
import type { ObservedFiles } from "../../domain/workload/observation.ts";
import type { StartedCommand } from "../../facts/need/started.ts";
import { boundedJson } from "../../formats/json/bounded-json.ts";
import { parseToFirstFault } from "../../sources/bounded/first-fault.ts";
import { readText } from "../host/read-text.ts";

const files = z.object({
  method: z.enum(["page-cache", "sampled", "none"]),
  opened: z.array(z.string()),
  executed: z.array(z.string()),
  complete: z.boolean(),
  reason: z.string(),
});
const exec = z.object({ kind: z.literal("exec"), name: z.string(), command: z.array(z.string()) });
const shape = z.object({
  proof: z.object({
    observed: z.object({ files }),
    profile: z
      .object({
        workload: z.object({
          steps: z.array(z.union([exec, z.object({})])),
          tools: z.array(z.array(z.string())).optional(),
          entrypoint: z.array(z.string()).optional(),
          command: z.array(z.string()).optional(),
        }),
      })
      .optional(),
  }),
});

/** What a run of `learn` or `harden` recorded about its workload. */
export interface LearnedFiles {
  readonly files: ObservedFiles;
  /** What the workload starts: in place of the image's own command, by `exec` steps, and as tools beside it. */
  readonly commands: readonly StartedCommand[];
}

/** Files that a run of `learn` or `harden` opened, from its JSON report. Throws `Failure` (`no-such-file`, `unreadable`, `bad-profile`). */
export async function readOpened(file: string, cwd: string): Promise<ObservedFiles> {
  return (await readLearned(file, cwd)).files;
}

/** The same with the commands that the workload ran. */
export async function readLearned(file: string, cwd: string): Promise<LearnedFiles> {
  const text = await readText(file, cwd);
  const hint =
    "It takes the JSON report of a run that watched files: `report.json` of `harden`. A profile alone does not hold them.";
  const value = boundedJson(
    text,
    (problem) => new Failure("bad-profile", `${file} is no report of hullproof: ${problem}`, { hint }),
  );
  const parsed = parseToFirstFault(shape, value);
  if (!parsed.success) throw new Failure("bad-profile", `${file} does not say which files were opened`, { hint });
  const { observed, profile } = parsed.data.proof;
  const { steps = [], tools = [], entrypoint = [], command = [] } = profile?.workload ?? {};
  const commands = [
    { what: "the workload's entrypoint", words: entrypoint },
    { what: "the workload's command", words: command },
    ...tools.map((words) => ({ what: "workload.tools", words })),
    ...steps.flatMap((step) => ("command" in step ? [{ what: `step ${step.name}`, words: step.command }] : [])),
  ];
  return { files: observed.files, commands: commands.filter(({ words }) => words.length > 0) };
}
