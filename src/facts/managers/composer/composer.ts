import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import type { PackageOperand } from "../package-call.ts";
import { definePackageManager } from "../package-manager.ts";
import { readVerb, words, type VerbTable } from "../verb-table.ts";

/** Composer's manual, command line. */
const table: VerbTable = {
  valued: words(
    "-d --working-dir --prefer-install --ignore-platform-req --apcu-autoloader-prefix -s --stability --repository --repository-url",
  ),
  actions: {
    install: "install",
    i: "install",
    require: "install",
    "global require": "install",
    "global install": "install",
    "create-project": "install",
    update: "upgrade",
    u: "upgrade",
    upgrade: "upgrade",
    remove: "remove",
    "clear-cache": "clean",
    clearcache: "clean",
    cc: "clean",
  },
  operand,
};

export default definePackageManager({
  name: "composer",
  programs: ["composer", "composer.phar"],
  read: (args) => readVerb(args, table),
});

/** `vendor/package`, with `:^1.2`, `=1.2`, `@dev` or ` 1.2` behind it. */
function operand(word: ShellWord): PackageOperand {
  const [, name = word.text, version] = /^([^:=@\s]+)[:=@\s](.+)$/s.exec(word.text) ?? [];
  const pinned = version === undefined ? {} : { version };
  return word.literal
    ? { word, name, kind: "named", ...pinned }
    : { word, name: word.text, kind: "dynamic", ...pinned };
}
