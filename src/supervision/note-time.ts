import { cacheAt, searchFrom } from "../pipeline/host/homes.ts";
import { recordDuration } from "../pipeline/verbs/overview/last-durations.ts";
import { startedIn } from "./host.ts";

/** Stores the duration of a verb for later estimates. Errors are ignored. */
export async function keepTime(verb: string, seconds: number, cwd = startedIn(process)): Promise<void> {
  await recordDuration(cacheAt("times", searchFrom({ cwd, env: process.env })), verb, cwd, seconds);
}
