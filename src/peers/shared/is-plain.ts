import type { DockerfileFact, ShellCommand } from "../../facts/dockerfile/dockerfile.ts";
import { flatCommand } from "../../facts/dockerfile/flat-command.ts";
import { programOf } from "../../facts/dockerfile/runs.ts";

/** Whether a linter that goes by the command's first word sees this program: no launcher before it, no path, no script around it. */
export function isPlain(dockerfile: DockerfileFact, command: ShellCommand): boolean {
  const flat = flatCommand(dockerfile, command);
  return flat !== undefined && flat.name === programOf(command);
}
