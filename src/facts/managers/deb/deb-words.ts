import type { PackageAction, PackageOperand } from "../package-call.ts";
import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import type { ReadCall } from "../package-manager.ts";
import { splitWords } from "../split-words.ts";

/** A call of apt's family: `[options] verb [options] package...`. */
export function readDebCall(
  args: readonly ShellWord[],
  valued: ReadonlySet<string>,
  actions: ReadonlyMap<string, PackageAction>,
): ReadCall | undefined {
  const { options, plain } = splitWords(args, valued);
  const [verb, ...operands] = plain;
  if (verb === undefined) return undefined;
  return { action: actions.get(verb.text) ?? "other", verb, options, operands: operands.map(debOperand) };
}

/** `name`, `name:arch`, `name=1.2*`, `name/release`, `name-` (to remove), a local file, a glob or a `task^` (apt-get(8)). */
function debOperand(word: ShellWord): PackageOperand {
  const { text, literal } = word;
  if (/^\.{0,2}\/|\.(deb|changes|dsc)$/.test(text)) return { word, name: text, kind: literal ? "path" : "dynamic" };
  const [, name = text, version] = /^([^=/]+?)(?::[a-z][a-z0-9-]*)?-?((?:=|\/).+)?$/.exec(text) ?? [];
  // A glob after the `=` is a version range, not a package that only the build knows.
  const isNamed = literal || (version !== undefined && /^[a-z0-9][a-z0-9+.-]*$/.test(name));
  return {
    word,
    name,
    kind: isNamed ? "named" : "dynamic",
    ...(version !== undefined && { version }),
  };
}
