import { z } from "zod";
import { keptWords, lastLines, maxLineChars, type BuildOutput } from "./build-output.ts";

/** A line of the response to `POST /build` (Docker Engine API, ImageBuild); before 1.48 `error` was its only form. */
const lineShape = z.object({
  stream: z.string().nullish(),
  error: z.string().nullish(),
  errorDetail: z.object({ message: z.string().nullish() }).nullish(),
  aux: z.object({ ID: z.string().nullish() }).nullish(),
});

export interface EndpointOutput extends BuildOutput {
  /** Id of the image; undefined if the build did not finish. */
  id(): string | undefined;
  /** Images of these steps, by a prefix of their ids, the latest first; excludes images from the engine's cache. */
  made(): readonly string[];
  /** Number of the failed step, counted from 1; undefined if the engine numbers each stage separately. */
  step(): number | undefined;
}

const longestLine = 4 * 1024 * 1024;

/** `Step 2/7 : RUN x` of Docker's legacy builder. */
const dockersStep = /^Step (\d{1,6})\/(\d{1,6}) : (.*)$/s;
/** `[1/2] STEP 2/3: RUN x` of Podman; the first part is present if there are several stages. */
const podmansStep = /^(?:\[\d{1,6}\/\d{1,6}\] )?STEP (\d{1,6})\/(\d{1,6}): (.*)$/s;

/** Parses the response of Docker's legacy builder or of Podman, split anywhere. Calls `onStep` when a step starts. */
export function readEndpointOutput(onStep: (name: string) => void): EndpointOutput {
  let piece = "";
  let text = "";
  let step: { readonly number: number | undefined; readonly name: string } | undefined;
  let makes = false;
  let log: string[] = [];
  let error: string | undefined;
  let id: string | undefined;
  const imageIds: string[] = [];
  const words: string[] = [];

  const say = (line: string) => {
    const docker = dockersStep.exec(line);
    const [, number, of, name = ""] = docker ?? podmansStep.exec(line) ?? [];
    if (number !== undefined) {
      step = { number: docker === null ? undefined : Number(number), name: `[${number}/${of}] ${name}` };
      makes = !/^FROM\b/i.test(name);
      log = [];
      return onStep(step.name);
    }
    const [, arrow] = /^(?: -)?--> (.*)$/s.exec(line) ?? [];
    // A cached image belongs to another build, and may have a name.
    if (arrow?.startsWith("Using cache") === true) makes = false;
    else if (arrow !== undefined && makes && /^[0-9a-f]{12}$/.test(arrow)) imageIds.unshift(arrow);
    if (arrow !== undefined || line.startsWith("Removing intermediate container ") || line.trim() === "") return;
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
    add(chunk) {
      const lines = (piece + chunk).split("\n");
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
    made: () => imageIds,
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
