import { debianBases } from "../../../data/known-bases.ts";
import type { Edit } from "../../../domain/finding/fix.ts";
import { saidIn } from "../../../facts/dockerfile/exec-form.ts";
import { oncePer } from "../../../text/once-per.ts";
import type { DockerfileFact, ShellCommand, ShellWord } from "../../../facts/dockerfile/dockerfile.ts";

/** Verbs that apt-get(8) has under the same name and with the same meaning; `upgrade` needs an option for it. */
const sharedVerbs = new Set(
  "update upgrade install reinstall remove purge autoremove autopurge dist-upgrade build-dep source download clean autoclean satisfy".split(
    " ",
  ),
);

/** Undefined where apt-get has no such verb. */
export function toAptGet(file: string, program: ShellWord, verb: ShellWord): readonly [Edit, ...Edit[]] | undefined {
  if (!verb.literal || !sharedVerbs.has(verb.text)) return undefined;
  const edit = { file, span: { start: program.span.end, end: program.span.end }, text: "-get" };
  if (verb.text !== "upgrade") return [edit];
  // apt(8): "upgrade" installs new packages if an upgrade needs them; apt-get only does so with an option.
  return [edit, { file, span: { start: verb.span.end, end: verb.span.end }, text: " --with-new-pkgs" }];
}

/** Verbs of which the two print differently and do the same. */
const plain = /^(?:update|install|remove|purge|autoremove|clean|autoclean)$/;

const namesSettings = oncePer((dockerfile: DockerfileFact): boolean =>
  /apt\.conf|docker-clean/.test(saidIn(dockerfile)),
);

/** Why apt-get may do something else than this call of apt; undefined where it can't. */
export function aptDiffers(
  dockerfile: DockerfileFact,
  command: ShellCommand,
  verb: string | undefined,
  base: string | undefined,
): string | undefined {
  const { topLevel, pipeline, redirects = [], wrappers = [], words } = command;
  if (base === undefined || !debianBases.has(base)) return "whether the base keeps downloaded packages is not known";
  if (verb === undefined || !plain.test(verb)) return "apt has defaults of its own for this verb";
  // `$(apt ...)` and `x=$(...)` are not at the top; a subshell or group may feed a pipe.
  if (!topLevel || pipeline !== undefined || redirects.length > 0 || wrappers.includes("xargs"))
    return "something may read what it prints";
  if (words.some(({ text: word, literal }) => !literal && word.startsWith("$"))) return "an expansion may hold options";
  if (words.some(({ text: word }) => /^(?:-o|-c|--option|--config-file)/.test(word))) return "it is given settings";
  return namesSettings(dockerfile) ? "the file changes apt's settings" : undefined;
}
