import type { PackageAction } from "../package-call.ts";
import { definePackageManager } from "../package-manager.ts";
import { splitWords } from "../split-words.ts";

/** pacman(8), options that take the next word. */
const valued = new Set(
  "-b --dbpath -r --root --cachedir --config --gpgdir --hookdir --logfile --arch --sysroot --ignore --ignoregroup --overwrite --assume-installed --print-format".split(
    " ",
  ),
);

/** The action is an option in capitals: `-Syu` syncs, refreshes the lists and upgrades. */
export default definePackageManager({
  name: "pacman",
  programs: ["pacman"],
  read(args) {
    const { options, plain } = splitWords(args, valued);
    const has = (short: string, long: string): boolean => options.some(({ name }) => name === short || name === long);
    const operands = plain.map((word) => ({
      word,
      name: word.text,
      kind: word.literal ? ("named" as const) : ("dynamic" as const),
    }));
    const verb = options.find(
      ({ name }) => /^-[SRUQDTF]$/.test(name) || /^--(sync|remove|upgrade|query)$/.test(name),
    )?.word;
    return { action: actionOf(has, plain.length > 0), ...(verb && { verb }), options, operands };
  },
  system: "rolling",
  purlType: "alpm",
});

function actionOf(has: (short: string, long: string) => boolean, hasPackages: boolean): PackageAction {
  if (has("-R", "--remove")) return "remove";
  if (has("-U", "--upgrade")) return "install";
  if (!has("-S", "--sync")) return "other";
  if (has("-c", "--clean")) return "clean";
  if (hasPackages) return "install";
  if (has("-u", "--sysupgrade")) return "upgrade";
  return has("-y", "--refresh") ? "update" : "other";
}
