import type { PackageAction, PackageOperand } from "../package-calls.ts";
import type { ShellWord } from "../dockerfile.ts";
import { definePackageManager } from "./package-manager.ts";
import { splitWords } from "./split-words.ts";

const actions: Readonly<Record<string, PackageAction>> = {
  add: "install",
  fix: "install",
  update: "update",
  upgrade: "upgrade",
  del: "remove",
};

/** apk(8), options that take the next word. */
const valued = new Set([
  "-p",
  "--root",
  "-X",
  "--repository",
  "-t",
  "--virtual",
  "--arch",
  "--cache-dir",
  "--cache-max-age",
  "--keys-dir",
  "--repositories-file",
  "--wait",
]);

export default definePackageManager({
  name: "apk",
  programs: ["apk"],
  read(args) {
    const { options, plain } = splitWords(args, valued);
    const [verb, ...operands] = plain;
    if (verb === undefined) return undefined;
    return { action: actions[verb.text] ?? "other", verb, options, operands: operands.map(operand) };
  },
});

/** `name=1.2`, `name~1.2`, `name<2`, `name@edge` (apk-world(5)). */
function operand(word: ShellWord): PackageOperand {
  if (!word.literal) return { word, name: word.text, kind: "dynamic" };
  if (/^\.{0,2}\/|\.apk$/.test(word.text)) return { word, name: word.text, kind: "path" };
  const [, name = word.text, version] = /^([^=<>~@]+)(?:@[\w.-]+)?((?:[=<>~]+).+)?$/.exec(word.text) ?? [];
  return { word, name, kind: "named", ...(version !== undefined && { version }) };
}
