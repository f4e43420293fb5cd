import { z } from "zod";
import { Failure } from "../../domain/failure.ts";
import type { ObservedFiles } from "../../domain/workload/observation.ts";
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
const shape = z.object({ proof: z.object({ observed: z.object({ files }) }) });

/** Files that a run of `learn` or `harden` opened, from its JSON report. Throws `Failure` (`no-such-file`, `unreadable`, `bad-profile`). */
export async function readOpened(file: string, cwd: string): Promise<ObservedFiles> {
  const text = await readText(file, cwd);
  const hint =
    "It takes the JSON report of a run that watched files: `report.json` of `harden`. A profile alone does not hold them.";
  const value = boundedJson(
    text,
    (problem) => new Failure("bad-profile", `${file} is no report of hullproof: ${problem}`, { hint }),
  );
  const parsed = parseToFirstFault(shape, value);
  if (!parsed.success) throw new Failure("bad-profile", `${file} does not say which files were opened`, { hint });
  return parsed.data.proof.observed.files;
}
