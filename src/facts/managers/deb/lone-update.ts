import type { Instruction } from "../../dockerfile/dockerfile.ts";
import type { PackageCall } from "../package-call.ts";
import { isApt, readsLists } from "./apt-lists.ts";
import { programOf } from "../../dockerfile/runs.ts";
import { systemManagers } from "../system-managers.ts";

/**
 * The call that fetches lists which nothing behind it in the RUN uses. `dnf update`, `yum update` and `zypper update`
 * upgrade; alone in their RUN, they are cached all the same.
 */
export function updatesAlone(calls: readonly PackageCall[], { commands = [] }: Instruction): PackageCall | undefined {
  const system = calls.filter(({ manager }) => systemManagers.has(manager));
  const at = system.findLastIndex((call) => call.action === "update" || isUpgradeOfAll(call));
  const update = system[at];
  if (update === undefined) return undefined;
  const behind = commands.slice(commands.indexOf(update.command) + 1);
  const family = (one: PackageCall): boolean => one.manager === update.manager || (isApt(one) && isApt(update));
  const uses =
    system
      .slice(at + 1)
      .some((one) => family(one) && (readsLists(one) || /^(search|policy|info|list)$/.test(one.verb?.text ?? ""))) ||
    behind.some((command) =>
      /^(apt-cache|apt-file|gdebi|tasksel|rpm|dnf-builddep|yum-builddep)$/.test(programOf(command) ?? ""),
    ) ||
    behind.some((command) => programOf(command) === undefined || /\.sh$|^(ba)?sh$/.test(programOf(command) ?? ""));
  return uses ? undefined : update;
}

function isUpgradeOfAll({ action, manager, verb, operands }: PackageCall): boolean {
  if (action !== "upgrade" || operands.length > 0) return false;
  return manager === "pacman" || verb?.text === "update" || verb?.text === "up";
}
