import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import type { ReadCall } from "../package-manager.ts";
import { actionsOf } from "../actions.ts";
import { rpmOperand } from "./rpm-words.ts";
import { splitWords } from "../split-words.ts";

/** dnf(8), yum(8) and microdnf(8), options that take the next word. */
const valued = new Set(
  (
    "-c --config -d --debuglevel -e --errorlevel -R --randomwait -x --exclude --excludepkgs --advisory --advisories --bz --bzs --cve --cves " +
    "--color --comment --destdir --downloaddir --disablerepo --disable-repo --disableexcludes --disableexcludepkgs --disableplugin " +
    "--enablerepo --enable-repo --enableplugin --forcearch --installroot --releasever --repo --repoid --repofrompath --rpmverbosity " +
    "--sec-severity --secseverity --setopt --setvar"
  ).split(" "),
);

/** dnf(8) with its aliases; in all of the family `update` upgrades, and `makecache` fetches the lists. */
const actions = actionsOf({
  install:
    "install in install-n install-na install-nevra localinstall groupinstall reinstall rei builddep build-dep downgrade dg",
  update: "makecache mc check-update check-upgrade",
  upgrade:
    "upgrade up update upgrade-to update-to localupdate upgrade-minimal update-minimal up-min groupupdate offline-upgrade",
  "dist-upgrade": "distro-sync distrosync dsync distribution-synchronization system-upgrade",
  remove: "remove rm erase autoerase groupremove groupuninstall",
  autoremove: "autoremove",
  clean: "clean",
});

/** `dnf module install nodejs:20`: the second word names the action. */
const nested = /^(group|groups|grp|module|mod|environment)$/;

export function readDnfCall(args: readonly ShellWord[]): ReadCall | undefined {
  const { options, plain } = splitWords(args, valued);
  const [first, second, ...rest] = plain;
  if (first === undefined) return undefined;
  if (nested.test(first.text) && second !== undefined) {
    const operands = rest.map((word) => ({ word, name: `@${word.text}`, kind: "named" as const }));
    return { action: actions.get(second.text) ?? "other", verb: second, options, operands };
  }
  const operands = plain.slice(1).map(rpmOperand);
  return { action: actions.get(first.text) ?? "other", verb: first, options, operands };
}
