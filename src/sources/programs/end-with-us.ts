import { basename } from "node:path";
import { isLocated, locateOneOf, type LocatedProgram } from "./locate-program.ts";
import { pathRules } from "./path-rules.ts";

/**
 * The call that has the kernel kill the program when this process dies, by SIGKILL too (prctl(2), PR_SET_PDEATHSIG, by way of util-linux's
 * setpriv): nothing of ours could end it then. The program itself where there is no such setpriv; busybox's has no such option.
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
