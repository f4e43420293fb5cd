import type { PackageOperand } from "../package-call.ts";
import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import { actionsOf } from "../actions.ts";
import { definePackageManager } from "../package-manager.ts";
import { splitWords } from "../split-words.ts";

/** apk(8) and apk-add(8), options that take the next word. */
const valued = new Set(
  (
    "-p --root -X --repository -t --virtual --arch --cache-dir --cache-max-age --keys-dir --progress-fd --repositories-file " +
    "--timeout --wait --preupgrade-depends"
  ).split(" "),
);

const actions = actionsOf({ install: "add fix", update: "update", upgrade: "upgrade", remove: "del" });

export default definePackageManager({
  name: "apk",
  programs: ["apk"],
  read(args) {
    const { options, plain } = splitWords(args, valued);
    const [verb, ...operands] = plain;
    if (verb === undefined) return undefined;
    const cleans = verb.text === "cache" && /^(clean|purge)$/.test(operands[0]?.text ?? "");
    const action = cleans ? "clean" : (actions.get(verb.text) ?? "other");
    return { action, verb, options, operands: operands.map(operand) };
  },
  system: "archive",
  forgetsVersions: true,
  unverified: {
    hint: /trust/,
    options: [{ program: /^apk$/, option: /^--allow-untrusted$/, lacks: "signature" }],
  },
  purlType: "apk",
  upgrade: { command: (names) => `apk upgrade --no-cache ${names}` },
});

/** `name=1.2`, `name~1.2`, `name<2`, `name@edge`, `!name` (apk-world(5)), or a package file. */
function operand(word: ShellWord): PackageOperand {
  if (!word.literal) return { word, name: word.text, kind: "dynamic" };
  if (/^(https?|ftp):/.test(word.text)) return { word, name: word.text, kind: "url" };
  if (/^\.{0,2}\/|\.apk$/.test(word.text)) return { word, name: word.text, kind: "path" };
  const [, name = word.text, version] = /^([^=<>~@]+)(?:@[\w.-]+)?([=<>~].+)?$/s.exec(word.text) ?? [];
  return { word, name, kind: "named", ...(version !== undefined && { version }) };
}
