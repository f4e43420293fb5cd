import type { PackageCall } from "../../facts/managers/package-call.ts";
import { bareArguments } from "./bare-arguments.ts";

/** A call of apt that says `dist-upgrade`, and not `full-upgrade`. */
export function isAptDistUpgrade(call: PackageCall | undefined): call is PackageCall {
  return call?.manager.startsWith("apt") === true && bareArguments(call.command).includes("dist-upgrade");
}
