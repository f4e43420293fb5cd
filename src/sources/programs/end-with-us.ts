import { basename } from "node:path";
import { isLocated, locateOneOf, type LocatedProgram } from "./locate-program.ts";
import { pathRules } from "../paths/path-rules.ts";

/**
 * The command that makes the kernel kill the program when this process dies, even by SIGKILL (prctl(2),
 * PR_SET_PDEATHSIG, through util-linux's setpriv): our own cleanup would not run then. The program itself if there is
 * no such setpriv; busybox's lacks the option.
 */
export function endingWithUs(
  program: LocatedProgram,
  args: readonly string[],
): { readonly program: LocatedProgram; readonly args: readonly string[] } {
  if (process.platform !== "linux") return { program, args };
  const setpriv = locateOneOf(["/usr/bin/setpriv", "/bin/setpriv"], pathRules("/", []));
  if (!isLocated(setpriv) || basename(setpriv.path) !== "setpriv" || program.name !== basename(program.path))
    return { program, args };
  return { program: setpriv, args: ["--pdeathsig", "KILL", "--", program.path, ...args] };
}
