import { z } from "zod";

/** A build step in BuildKit's reports (client.Vertex of moby/buildkit, as buildx prints it with `--progress=rawjson`). */
const vertexShape = z.object({
  digest: z.string(),
  name: z.string().default(""),
  started: z.string().optional(),
  completed: z.string().optional(),
  cached: z.boolean().optional(),
  error: z.string().optional(),
});
const statusShape = z.object({
  vertexes: z.array(vertexShape).nullish(),
  logs: z.array(z.object({ vertex: z.string(), data: z.string().nullish() })).nullish(),
});

type Vertex = z.infer<typeof vertexShape>;

/** The output of a build so far. */
export interface BuildOutput {
  /** Adds a chunk of text, split anywhere. */
  add(text: string): void;
  /** The failed step, if any. */
  failed(): { readonly name: string; readonly error: string; readonly log: readonly string[] } | undefined;
  /** The last lines that were not JSON: buildx's own messages, with the excerpt of the Dockerfile. */
  words(): readonly string[];
  /** 1-based line of the failed instruction, for output without an excerpt. */
  line?(): number | undefined;
}

const maxObjectChars = 1024 * 1024;
const keptLogLines = 20;
export const keptWords = 200;
export const maxLineChars = 2000;

/**
 * Parses rawjson, which older buildx (0.13) prints as indented JSON over many lines and newer ones as one object per
 * line, with plain text at the end. Calls `onStep` when a step starts and when it ends; its name is BuildKit's
 * (`[build 2/4] RUN ...`), `seconds` is set at the end.
 */
export function readBuildOutput(
  onStep: (name: string, end?: { seconds: number; cached: boolean }) => void,
): BuildOutput {
  const names = new Map<string, string>();
  const logs = new Map<string, string>();
  const reportedSteps = new Set<string>();
  const words: string[] = [];
  let failure: Vertex | undefined;

  const onVertex = (vertex: Vertex) => {
    names.set(vertex.digest, vertex.name);
    if (vertex.error !== undefined && vertex.error !== "") {
      // Steps canceled because of another failure say so, and are not the cause.
      const canceled = /context canceled/.test(vertex.error);
      if (!canceled && failure === undefined) failure = vertex;
      return;
    }
    const { started, completed, digest } = vertex;
    if (started !== undefined && !reportedSteps.has(digest)) {
      reportedSteps.add(digest);
      onStep(vertex.name);
    }
    if (started === undefined || completed === undefined || reportedSteps.has(`${digest} end`)) return;
    const seconds = (Date.parse(completed) - Date.parse(started)) / 1000;
    // A step that is looked up in the cache first is reported as finished at once, and starts again.
    if (!vertex.cached && !(seconds >= 0.05)) return;
    reportedSteps.add(`${digest} end`);
    onStep(vertex.name, { seconds, cached: vertex.cached ?? false });
  };
  const onJson = (text: string) => {
    const status = parseStatus(text);
    if (status === undefined) return onLine(text);
    for (const vertex of status.vertexes ?? []) onVertex(vertex);
    for (const { vertex, data } of status.logs ?? []) {
      const lines = (logs.get(vertex) ?? "") + Buffer.from(data ?? "", "base64").toString("utf8");
      logs.set(
        vertex,
        lines
          .split("\n")
          .slice(-keptLogLines - 1)
          .map((line) => line.slice(-maxLineChars))
          .join("\n"),
      );
    }
  };
  const onLine = (line: string) => {
    words.push(line.trimEnd().slice(0, maxLineChars));
    if (words.length > keptWords) words.shift();
  };

  const split = splitter(onJson, onLine);
  return {
    add: split.add,
    failed: () =>
      failure === undefined
        ? undefined
        : { name: failure.name, error: failure.error ?? "", log: lastLines(logs.get(failure.digest) ?? "") },
    words: () => {
      split.end();
      return words;
    },
  };
}

/** Without empty lines. */
export function lastLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(-keptLogLines);
}

function parseStatus(text: string): z.infer<typeof statusShape> | undefined {
  try {
    return statusShape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Splits a stream into whole JSON objects (each starts a line) and lines of text. Memory is bounded by `maxObjectChars`. */
function splitter(onJson: (text: string) => void, onLine: (line: string) => void) {
  let piece = "";
  let depth = 0;
  let quoted = false;
  let escaped = false;
  const add = (text: string) => {
    for (const char of text) {
      if (depth === 0 && char === "\n") {
        if (piece !== "") onLine(piece);
        piece = "";
        continue;
      }
      if (piece.length < maxObjectChars) piece += char;
      if (depth === 0 && piece !== "{") continue;
      if (quoted) {
        if (escaped) escaped = false;
        else if (char === "\\") escaped = true;
        else if (char === '"') quoted = false;
      } else if (char === '"') quoted = true;
      else if (char === "{") depth++;
      else if (char === "}" && --depth === 0) {
        onJson(piece);
        piece = "";
      }
    }
  };
  return {
    add,
    end() {
      if (piece !== "") onLine(piece);
      piece = "";
      depth = 0;
      quoted = escaped = false;
    },
  };
}
