import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { withoutQuotes } from "../../facts/dockerfile/copy-paths.ts";
import { isDirect } from "../../facts/dockerfile/exec-form.ts";
import { argumentsOf, programOf } from "../../facts/dockerfile/runs.ts";

const unpackers = new Set(["unzip", "gunzip", "bunzip2", "unlzma", "unxz", "zgz", "uncompress", "zcat", "gzcat"]);

/** A file that may be an archive which a command unpacks; every word that is no option counts. */
export interface Unpacked {
  readonly name: string;
  readonly span: Instruction["span"];
  /** `tar xf` has no dash; GNU and BusyBox accept it anyway. */
  readonly dashed: boolean;
}

export function unpackedBy(instruction: Instruction): Unpacked[] {
  return (instruction.commands ?? []).flatMap((command) =>
    unpackedOf(
      programOf(command),
      argumentsOf(command).map(({ text }) => text),
      isDirect(instruction) ? instruction.span : command.span,
    ),
  );
}

function unpackedOf(program: string | undefined, args: readonly string[], span: Instruction["span"]): Unpacked[] {
  const tar = program === "tar" || program === "bsdtar";
  const dashed = args.some((word) => /^(-.*x|--extract$|--get$)/.test(word));
  const hasBareFlags = tar && /^[a-wyzA-Z]*x[a-zA-Z]*$/.test(args[0] ?? "");
  if (!(tar ? dashed || hasBareFlags : unpackers.has(program ?? ""))) return [];
  return args
    .filter((word) => !word.startsWith("-"))
    .map((word) => ({ name: fileName(word), span, dashed: program !== "bsdtar" && (!tar || dashed) }));
}

export function fileName(path: string): string {
  return withoutQuotes(path).replace(/^.*[/\\]/s, "");
}
