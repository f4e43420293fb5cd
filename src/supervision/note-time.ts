import { cacheAt, searchFrom } from "../pipeline/host/homes.ts";
import { noteTime } from "../pipeline/overview/last-times.ts";
import { startedIn } from "./host.ts";

/** Keeps how long a verb took here, for whoever asks next what it would take. Nothing fails for want of it. */
export async function keepTime(verb: string, seconds: number, cwd = startedIn(process)): Promise<void> {
  await noteTime(cacheAt("times", searchFrom({ cwd, env: process.env })), verb, cwd, seconds);
}
