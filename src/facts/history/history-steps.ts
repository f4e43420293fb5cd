import type { LayerInfo } from "../../domain/image/image-info.ts";
import { oncePer } from "../../text/once-per.ts";

/** The instruction that made a layer, from the image's history. */
export interface HistoryStep {
  readonly layer: LayerInfo;
  /** Upper case; empty when the text mentions no instruction (a base image made from an archive). */
  readonly keyword: string;
  /** Behind the keyword; of RUN the command without its shell and build arguments. */
  readonly text: string;
  /** Commands of a RUN, each by its words. */
  readonly commands: readonly (readonly string[])[];
}

/** Longer ones are scripts that no one wrote into an instruction; their start says enough. */
const longest = 100_000;
const none: readonly HistoryStep[] = [];

/**
 * The build steps of the history; none when the Dockerfile is known, because the rules that read it are more exact, and
 * what the base image's builder did is not in it.
 */
export const historySteps = oncePer(({ layers }: { readonly layers: readonly LayerInfo[] }): readonly HistoryStep[] =>
  layers.some(({ line }) => line !== undefined) ? none : layers.map(stepOf),
);

/**
 * BuildKit writes `RUN |1 V=2 /bin/sh -c apt-get update # buildkit`, the classic builder and buildah `/bin/sh -c apt-get update` and
 * `/bin/sh -c #(nop) ADD file:... in / `.
 */
function stepOf(layer: LayerInfo): HistoryStep {
  const createdBy = layer.createdBy.slice(0, longest);
  const nop = /#\(nop\)\s+([A-Z]+)\b\s*(.*)$/s.exec(createdBy);
  if (nop !== null) return { layer, keyword: nop[1] ?? "", text: (nop[2] ?? "").trim(), commands: [] };
  const instruction = /^([A-Z]+)\s(.*)$/s.exec(createdBy);
  const keyword = instruction?.[1] ?? (/^(?:\|\d+ |\/bin\/)/.test(createdBy) ? "RUN" : "");
  const text = withoutMark(instruction?.[2] ?? createdBy).trim();
  if (keyword !== "RUN") return { layer, keyword, text, commands: [] };
  const command = text.replace(/^(?:\|\d+ .*?)?\/bin\/(?:ba|a|da)?sh (?:-\w+ (?:pipefail )?)*-\w*c /s, "");
  return { layer, keyword, text: command, commands: commandsOf(command) };
}

/**
 * Words of the single commands: split at `;`, `&`, `|`, line ends and brackets outside of quotes. A heuristic, no shell parser:
 * substitutions are not expanded.
 */
function commandsOf(text: string): string[][] {
  const commands: string[][] = [[]];
  for (const [token] of text.matchAll(/(?:\\[\s\S]|"(?:\\[\s\S]|[^"\\])*"|'[^']*'|[^\s;&|()"'\\])+|[;&|()\n]+/g)) {
    if (/^[;&|()\n]/.test(token)) commands.push([]);
    else commands.at(-1)?.push(token.replace(/\\\n|["']/g, ""));
  }
  return commands.filter((words) => words.length > 0).map(withoutPrefix);
}

/** Without assignments and the words that only start another program. */
function withoutPrefix(words: readonly string[]): string[] {
  const start = words.findIndex((word) => !/^(?:\w+=.*|sudo|env|exec|time|then|do|else|if|!|\{|-[EHn])$/s.test(word));
  return start === -1 ? [] : words.slice(start);
}

/** Blanks before the mark go with those of the whole. */
function withoutMark(text: string): string {
  return text.endsWith("# buildkit") ? text.slice(0, -"# buildkit".length) : text;
}
