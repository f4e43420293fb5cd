import type { Observation } from "../observation.ts";
import type { DockerfileFact, Instruction, ShellWord } from "../../facts/dockerfile/dockerfile.ts";
import type { PackageCall } from "../../facts/managers/package-call.ts";
import { quote, reference } from "../shared/evidence.ts";
import { execCommand, flatCommand } from "../../facts/dockerfile/flat-command.ts";
import { bodyText } from "../../facts/dockerfile/body-text.ts";
import { hadolintUnpinned, kicsUnpinned } from "../shared/pins-elsewhere.ts";
import { pinning, unpinnedOperands } from "../../facts/managers/unpinned-operands.ts";

/** The finding about one call; `wholeRun` is whether it also names those peers that judge a RUN as a whole. */
export function unpinnedCall(
  dockerfile: DockerfileFact,
  call: PackageCall,
  wholeRun: boolean,
): Observation | undefined {
  if (!pinning.has(call.manager)) return undefined;
  const { manager, verb, instruction, command, operands } = call;
  const own = unpinnedOperands(call);
  const flat = flatCommand(dockerfile, instruction, command);
  const peer = flat === undefined ? undefined : hadolintUnpinned(flat);
  // Where a peer takes the value of an option or a file for a package (`-tags netgo`, `main.go`), it is not followed.
  const asked = operands.filter(({ kind }) => kind !== "path");
  const askedWords = new Set(asked.map(({ word }) => word));
  const theirs = peer?.words.filter((word) => askedWords.has(word)) ?? [];
  const names = own.length > 0 ? own.map(({ name }) => name) : theirs.map(({ text }) => text);
  const at = own[0]?.word ?? theirs[0];
  if (at === undefined) return undefined;
  return {
    ...describe(manager, verb?.text ?? "install", names, isGlobal(call)),
    at: at.span,
    severity: asked.length > 0 && names.length >= asked.length ? "warning" : "info",
    evidence: [quote(dockerfile, command.span), ...manualOf(manager)],
    also: [
      ...(peer !== undefined && peer.words.length > 0 ? [peer.id] : []),
      ...(wholeRun ? kicsUnpinned(manager, instruction, bodyText(dockerfile, instruction)) : []),
    ],
  };
}

/** An exec form is one command, and no shell stands between. */
export function unpinnedExec(dockerfile: DockerfileFact, instruction: Instruction): Observation | undefined {
  const flat = execCommand(instruction);
  const manager = /^(?:pip|python)/.test(flat?.name ?? "") ? "pip" : flat?.name;
  if (flat === undefined || manager === undefined || !/^(?:pip|npm|gem|go)$/.test(manager)) return undefined;
  const peer = hadolintUnpinned(flat);
  const words: readonly ShellWord[] = peer.words.length > 0 ? peer.words : flat.args.slice(1).filter(isBareName);
  const also = [
    ...(peer.words.length > 0 ? [peer.id] : []),
    ...kicsUnpinned(manager, instruction, bodyText(dockerfile, instruction)),
  ];
  const [at] = words;
  if (at === undefined || also.length === 0) return undefined;
  return {
    ...describe(
      manager,
      "install",
      words.map(({ text }) => text),
    ),
    at: at.span,
    evidence: [quote(dockerfile, instruction.span), ...manualOf(manager)],
    also,
  };
}

function isBareName({ text }: ShellWord): boolean {
  return /^@?[a-zA-Z][\w./-]*$/.test(text) && text !== "install";
}

/** Installed beside any project, so that there is no lock file for it. */
function isGlobal({ manager, options, command }: PackageCall): boolean {
  return (
    /^(?:npm|yarn|pnpm|bun|composer)$/.test(manager) &&
    (options.some(({ name }) => name === "-g" || name === "--global") || command.words[1]?.text === "global")
  );
}

function describe(
  manager: string,
  verb: string,
  names: readonly string[],
  global = false,
): { readonly message: string } {
  const shown = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  const { pin, lock } = pinning.get(manager) ?? {};
  const [name = ""] = names;
  const how = pin !== undefined && /^[@\w./-]+$/.test(name) ? `write \`${pin(name)}\`` : "name the version";
  const more = global || lock === undefined ? "" : `; ${lock}`;
  return { message: `\`${manager} ${verb}\` takes the newest ${shown} of the day: ${how}${more}` };
}

function manualOf(manager: string): readonly ReturnType<typeof reference>[] {
  const manual = pinning.get(manager)?.manual;
  return manual === undefined ? [] : [reference(...manual)];
}
