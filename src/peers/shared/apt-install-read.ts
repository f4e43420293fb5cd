import type { PackageCall } from "../../facts/managers/package-call.ts";
import { aptOptionsRead } from "./apt-options.ts";
import { bareArguments } from "./bare-arguments.ts";

/** An `apt-get install` whose options are read by those who go by text. */
export function isAptInstallRead(call: PackageCall): boolean {
  return call.manager === "apt-get" && bareArguments(call.command).includes("install") && aptOptionsRead(call);
}
