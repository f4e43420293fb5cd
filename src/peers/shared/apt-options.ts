import type { PackageCall } from "../../facts/managers/package-call.ts";
import { bareArguments } from "./bare-arguments.ts";

const option = /^--?[a-zA-Z][a-zA-Z-]*$/;
const aPackage = /^[a-z\d][a-z\d+.-]+(=[\w.+~:-]+)?$/;

/** Linters that read `apt-get install` as text follow it only over options of letters: with `-o A::B=c` before the verb they see no install. */
export function aptOptionsRead({ command, verb }: PackageCall): boolean {
  const words = bareArguments(command);
  const at = command.words.findIndex((word) => word === verb) - 1;
  return words.slice(0, Math.max(at, 0)).every((word) => option.test(word));
}

/** One of the options in front of the verb, behind it, or behind the packages, as those linters look for it. */
export function hasAptOption({ command, verb }: PackageCall, pattern: RegExp): boolean {
  const words = bareArguments(command);
  const at = command.words.findIndex((word) => word === verb) - 1;
  if (words.slice(0, Math.max(at, 0)).some((word) => pattern.test(word))) return true;
  let packages = false;
  let closed = false;
  for (const word of words.slice(at + 1)) {
    if (pattern.test(word)) return true;
    if (option.test(word)) closed = packages;
    else if (closed || !aPackage.test(word)) return false;
    else packages = true;
  }
  return false;
}

/** An `apt-get install` whose options are read by those who go by text. */
export function isAptInstallRead(call: PackageCall): boolean {
  return call.manager === "apt-get" && bareArguments(call.command).includes("install") && aptOptionsRead(call);
}
