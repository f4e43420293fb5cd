import { ownValue } from "../../domain/own-value.ts";
import type { ParsedDockerfile } from "../../domain/dockerfile/parsed-dockerfile.ts";
import type { Instruction } from "../../domain/dockerfile/syntax.ts";
import type { Span } from "../../domain/finding/span.ts";
import { expansionBudget } from "../../text/expansion-limit.ts";
import { expandWord, type Lookup } from "./expansion.ts";
import { isImageName } from "./image-name.ts";
import { mountSource } from "./mounts.ts";

/** A place of a Dockerfile that names an image from elsewhere. */
export interface ImageUse {
  /** The name as Docker resolves it: an ARG before the first FROM has its default, or what the build gives it. */
  readonly image: string;
  readonly how: "from" | "copy" | "mount";
  /** Of the whole word or flag, which `named` has another text for; undefined where quotes leave no certain way to write it. */
  readonly span: Span;
  readonly named: (image: string) => string | undefined;
}

/**
 * The images that FROM, COPY --from and RUN --mount=from take from elsewhere, in the order of the text: no stages of the file, not `scratch`, and
 * no name that hangs on a variable which only the builder knows. `buildArgs` are those that the build is given.
 */
export function imageUses(
  { instructions, escape, text }: ParsedDockerfile,
  buildArgs: Readonly<Record<string, string>> = {},
): ImageUse[] {
  const uses: ImageUse[] = [];
  const spend = expansionBudget("the names in FROM");
  const args = new Map<string, string | null>();
  const stages = new Set<string>();
  let count = 0;
  const lookup: Lookup = (name) => args.get(name) ?? (args.has(name) || setByBuilder.test(name) ? null : undefined);
  const isStage = (name: string) => stages.has(name.toLowerCase()) || (/^\d+$/.test(name) && Number(name) < count - 1);
  for (const instruction of instructions) {
    if (instruction.onbuild) continue;
    if (instruction.keyword === "ARG" && count === 0) declare(instruction, args, { escape, lookup, buildArgs });
    if (instruction.keyword !== "FROM") {
      if (count > 0) uses.push(...readings(instruction, text).filter(({ image }) => !isStage(image)));
      continue;
    }
    const [word, , alias] = instruction.words;
    count++;
    if (word !== undefined) {
      const { value, literal, problem } = expandWord(word.text, { escape, lookup });
      spend(value.length);
      // A name that is no stage's, letter for letter, is an image's (measured: `FROM Base` finds no `base`).
      if (literal && problem === undefined && isImageName(value) && value !== "scratch" && !stages.has(value))
        uses.push({ image: value, how: "from", span: word.span, named: (image) => image });
    }
    if (alias !== undefined) stages.add(alias.text.toLowerCase());
  }
  return uses;
}

/** BuildKit sets these for FROM (dockerfile2llb/platform.go). */
const setByBuilder = /^(?:BUILD|TARGET)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^TARGETSTAGE$/;

function declare(
  { words }: Instruction,
  args: Map<string, string | null>,
  of: { readonly escape: string; readonly lookup: Lookup; readonly buildArgs: Readonly<Record<string, string>> },
): void {
  for (const { text } of words) {
    const equals = text.indexOf("=");
    const name = equals === -1 ? text : text.slice(0, equals);
    const buildArg = ownValue(of.buildArgs, name);
    if (buildArg !== undefined) args.set(name, buildArg);
    else if (equals !== -1) {
      const { value, literal, problem } = expandWord(text.slice(equals + 1), of);
      args.set(name, literal && problem === undefined ? value : null);
    }
  }
}

function readings({ keyword, flags }: Instruction, text: string): ImageUse[] {
  if (keyword !== "COPY" && keyword !== "RUN") return [];
  const useKind = keyword === "COPY" ? "copy" : "mount";
  return flags.flatMap((flag): ImageUse[] => {
    const { name, value = "", span } = flag;
    const image =
      useKind === "mount"
        ? name === "mount"
          ? mountSource(value)?.value
          : undefined
        : name === "from"
          ? value
          : undefined;
    // BuildKit expands no variable here.
    if (image === undefined || image === "" || image.includes("$")) return [];
    const plain = text.slice(span.start, span.end) === `--${name}=${value}`;
    const valueAt = useKind === "copy" ? 0 : mountSource(value)?.valueAt;
    const withImage = (replacement: string) =>
      plain && valueAt !== undefined
        ? `--${name}=${value.slice(0, valueAt)}${replacement}${value.slice(valueAt + image.length)}`
        : undefined;
    return [{ image, how: useKind, span, named: withImage }];
  });
}
