import type { Instruction, Stage } from "./dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";

/** Cached, since every finding of a stage needs them. */
const usersOf = oncePer(({ instructions }: Stage): readonly Instruction[] =>
  instructions.filter(({ keyword, onbuild }) => keyword === "USER" && !onbuild),
);

/**
 * Folders that may be `$HOME` at the instruction, which a fix may change: of root, and of the user in the last
 * USER before it; a number unknown to the image has `/`, written "".
 */
export function homesAt(stage: Stage, instruction: Instruction): readonly string[] {
  const last = usersOf(stage).findLast(({ span }) => span.start < instruction.span.start);
  const user = (last?.words[0]?.text ?? "").replace(/^["']|["']$/g, "").replace(/:.*$/s, "");
  if (user === "root" || user === "0") return ["/root"];
  if (/^[a-z_][\w.-]*$/i.test(user)) return ["/root", `/home/${user}`];
  return /^\d+$/.test(user) ? ["/root", ""] : ["/root"];
}
