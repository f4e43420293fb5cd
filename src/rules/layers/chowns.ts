import type { Edit } from "../../domain/finding/fix.ts";
import type { Span } from "../../domain/finding/span.ts";
import type { DockerfileFact, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { isWithin, tidy, workdirsOf } from "../../facts/dockerfile/copy-targets.ts";
import { argumentsOf, isRun, type Run } from "../../facts/dockerfile/runs.ts";

/** One path of a recursive chown with only literal words. */
export interface Chown {
  readonly run: Run;
  readonly owner: string;
  /** Absolute. */
  readonly path: string;
  readonly span: Span;
  /** Position of `-R` or `--recursive`. */
  readonly recursive: Span;
  /** The RUN does nothing else. */
  readonly alone: boolean;
}

/** In the order of the stage's RUNs. */
export function chownsOf(stage: Stage): readonly Chown[] {
  const runs = stage.instructions.filter(isRun).filter(({ commands }) => commands.some(({ name }) => name === "chown"));
  if (runs.length === 0) return [];
  const workdirs = workdirsOf(stage);
  let next = 0;
  return runs.flatMap((run) => {
    while ((workdirs[next]?.at ?? Infinity) < run.span.start) next++;
    return chownsIn(run, workdirs[next - 1]?.path);
  });
}

function chownsIn(run: Run, workdir: string | undefined): Chown[] {
  return run.commands.flatMap((command) => {
    const words = command.name === "chown" ? argumentsOf(command) : [];
    const [owner, ...paths] = words.filter(({ text }) => !text.startsWith("-")).map(({ text }) => text);
    const recursive = words.find(({ text }) => /^(-[a-zA-QS-Z]*R[a-zA-Z]*|--recursive)$/.test(text))?.span;
    if (owner === undefined || recursive === undefined || !words.every(({ literal }) => literal)) return [];
    const isOnlyCommand =
      run.commands.length === 1 && paths.length === 1 && !words.some(({ text }) => /^--(from|reference)/.test(text));
    return paths.flatMap((path) => {
      // With a `cd` before it the chown is elsewhere than the RUN.
      const folder = path.startsWith("/") ? "" : isOnlyCommand ? workdir : undefined;
      if (folder === undefined) return [];
      return [{ run, owner, path: tidy(`${folder}/${path}`), span: command.span, recursive, alone: isOnlyCommand }];
    });
  });
}

/** Whether an `rm` between two positions takes a path away, or a folder above it. */
export function removalsIn({ instructions }: Stage): (path: string, after: number, before: number) => boolean {
  const removals = instructions
    .filter(isRun)
    .flatMap(({ commands }) => commands.filter(({ name }) => name === "rm"))
    .flatMap((command) =>
      argumentsOf(command)
        .filter(({ text, literal }) => literal && text.startsWith("/"))
        .map(({ text }) => ({ at: command.span.start, path: tidy(text) })),
    )
    .slice(0, mostRemovals);
  return (path, after, before) =>
    removals.some(({ at, path: gone }) => at > after && at < before && isWithin(path, gone));
}

const mostRemovals = 200;

/** Removes `-R` from the chown, so that it only changes the folder. */
export function withoutRecursion({ file, text }: DockerfileFact, { recursive }: Pick<Chown, "recursive">): Edit {
  const { start, end } = recursive;
  const word = text.slice(start, end);
  if (/^-[a-zA-Z]{2,}$/.test(word)) return { file, span: recursive, text: word.replace("R", "") };
  const blank = /\s/.test(text.charAt(start - 1)) ? 1 : 0;
  return { file, span: { start: start - blank, end }, text: "" };
}
