import { z } from "zod";
import { keptWords, lastLines, maxLineChars, type BuildOutput } from "./build-output.ts";

/** A line of the answer to `POST /build` (Docker Engine API, ImageBuild); `error` was its only form before 1.48. */
const lineShape = z.object({
  stream: z.string().nullish(),
  error: z.string().nullish(),
  errorDetail: z.object({ message: z.string().nullish() }).nullish(),
  aux: z.object({ ID: z.string().nullish() }).nullish(),
});

export interface EndpointOutput extends BuildOutput {
  /** Of the image; undefined where the build has not come so far. */
  id(): string | undefined;
  /** Images that steps have left behind, by the beginning of their ids, the latest first. */
  made(): readonly string[];
  /** The failed step's number, which counts instructions from 1. */
  step(): number | undefined;
}

const longestLine = 4 * 1024 * 1024;

/** Reads the legacy builder's answer, cut anywhere. `onStep` hears of each step as it begins. */
export function readEndpointOutput(onStep: (name: string) => void): EndpointOutput {
  let piece = "";
  let text = "";
  let step: { readonly number: number; readonly name: string; readonly makes: boolean } | undefined;
  let log: string[] = [];
  let error: string | undefined;
  let id: string | undefined;
  const made: string[] = [];
  const words: string[] = [];

  const say = (line: string) => {
    const [, number, of, name] = /^Step (\d{1,6})\/(\d{1,6}) : (.*)$/s.exec(line) ?? [];
    if (number !== undefined) {
      step = { number: Number(number), name: `[${number}/${of}] ${name}`, makes: !/^FROM\b/i.test(name ?? "") };
      log = [];
      return onStep(step.name);
    }
    const image = /^ ---> ([0-9a-f]{12})$/.exec(line)?.[1];
    if (image !== undefined && step?.makes === true) made.unshift(image);
    if (/^ ---> |^Removing intermediate container /.test(line) || line.trim() === "") return;
    log.push(line.slice(0, maxLineChars));
    if (log.length > keptWords) log.shift();
  };
  const take = (line: string) => {
    if (line.trim() === "") return;
    const read = parse(line);
    if (read === undefined) {
      words.push(line.trimEnd().slice(0, maxLineChars));
      if (words.length > keptWords) words.shift();
      return;
    }
    const lines = (text + (read.stream ?? "")).split("\n");
    text = (lines.pop() ?? "").slice(0, longestLine);
    for (const each of lines) say(each.replace(/\r$/, ""));
    error ??= read.errorDetail?.message ?? read.error ?? undefined;
    id = read.aux?.ID ?? id;
  };
  return {
    add(more) {
      const lines = (piece + more).split("\n");
      piece = (lines.pop() ?? "").slice(0, longestLine);
      for (const line of lines) take(line);
    },
    failed: () => (error === undefined ? undefined : { name: step?.name ?? "", error, log: lastLines(log.join("\n")) }),
    words() {
      if (piece !== "") take(piece);
      piece = "";
      return words;
    },
    id: () => id,
    made: () => made,
    step: () => (error === undefined ? undefined : step?.number),
  };
}

function parse(line: string): z.infer<typeof lineShape> | undefined {
  try {
    return lineShape.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
