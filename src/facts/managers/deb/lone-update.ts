import type { Instruction, ShellCommand } from "../../dockerfile/dockerfile.ts";
import type { PackageCall } from "../package-call.ts";
import { isApt, readsLists } from "./apt-lists.ts";
import { programOf } from "../../dockerfile/runs.ts";
import { systemManagers } from "../system-managers.ts";

/** Other programs that use the lists of a package manager. */
const readers = /^(apt-cache|apt-fast|apt-file|gdebi|mk-build-deps|nala|tasksel|rpm|dnf-builddep|yum-builddep)$/;

/** Shells that run a script, and programs whose recipes may install something. */
const installers =
  /^(?:(?:ba|da|z)?sh|g?make|just|rosdep|ansible-playbook|ansible-pull|puppet|chef-client|chef-solo|salt-call)$/;

/**
 * The call that fetches lists which nothing later in the RUN uses. `dnf update`, `yum update` and `zypper update`
 * upgrade; alone in their RUN, they are cached all the same.
 */
export function updatesAlone(calls: readonly PackageCall[], { commands = [] }: Instruction): PackageCall | undefined {
  const system = calls.filter(({ manager }) => systemManagers.has(manager));
  const at = system.findLastIndex((call) => call.action === "update" || isUpgradeOfAll(call));
  const update = system[at];
  if (update === undefined) return undefined;
  const laterCommands = commands.slice(commands.indexOf(update.command) + 1);
  const family = (call: PackageCall): boolean => call.manager === update.manager || (isApt(call) && isApt(update));
  const uses =
    system.slice(at + 1).some((call) => family(call) && mayReadLists(call)) ||
    laterCommands.some((command) => readers.test(programOf(command) ?? "") || passesOn(command)) ||
    laterCommands.some(installsItself);
  return uses ? undefined : update;
}

/** A script, or a program that calls the package manager: its packages are not in the text. */
function installsItself({ name = "", words }: ShellCommand): boolean {
  if (name === "" || /\.sh$|^(?:\.|source)$/.test(name)) return true;
  if (name.includes("/") && !/^\/(?:usr\/(?:local\/)?)?s?bin\//.test(name)) return true;
  if (installers.test(name.slice(name.lastIndexOf("/") + 1))) return true;
  const texts = words.map(({ text }) => text);
  return (
    texts.some((word) => /^(?:playwright|patchright)(?:@|$)/.test(word.slice(word.lastIndexOf("/") + 1))) &&
    texts.some((word) => /^(?:--with-deps|install-deps|chrome|msedge)(?:-|$)/.test(word))
  );
}

/** Dependencies of a package file come from the lists, too. */
function mayReadLists(call: PackageCall): boolean {
  return readsLists(call) || call.action === "install" || /^(search|policy|info|list)$/.test(call.verb?.text ?? "");
}

/** `find -exec apt-get install {} +`: it runs the words that it is given. */
function passesOn(command: ShellCommand): boolean {
  if (!/^(find|eval|parallel)$/.test(programOf(command) ?? "")) return false;
  const text = command.words.map((word) => word.text).join(" ");
  return /\s(?:apt|apt-get|aptitude|dnf|yum|zypper)\s/.test(text) && /\sinstall\s/.test(text);
}

function isUpgradeOfAll({ action, manager, verb, operands }: PackageCall): boolean {
  if (action !== "upgrade" || operands.length > 0) return false;
  return manager === "pacman" || verb?.text === "update" || verb?.text === "up";
}
