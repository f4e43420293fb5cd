import type { Instruction, Stage } from "./dockerfile.ts";

/** Where each COPY puts its files, as far as the text says. */
export function copyTargets({ instructions }: Stage) {
  let workdir: string | undefined;
  const targets: { copy: Instruction; target: string }[] = [];
  for (const copy of instructions) {
    const last = copy.words.at(-1)?.text ?? "";
    if (copy.keyword === "WORKDIR")
      workdir = last.startsWith("/") ? tidy(last) : workdir === undefined ? undefined : tidy(`${workdir}/${last}`);
    if (!/^(COPY|ADD)$/.test(copy.keyword) || copy.onbuild || copy.json !== undefined || last.includes("$")) continue;
    const target = last.startsWith("/")
      ? tidy(last)
      : workdir === undefined || workdir.includes("$")
        ? undefined
        : tidy(`${workdir}/${last}`);
    if (target !== undefined) targets.push({ copy, target });
  }
  return targets;
}

/** Without doubled, trailing or `.` parts. */
export function tidy(path: string): string {
  return `/${path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/")}`;
}

export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

/** `--chown` of a COPY. */
export function ownerOf(copy: Instruction): string | undefined {
  return copy.flags.find(({ name }) => name === "chown")?.value;
}

/** No step between them can have seen the files with their old owner. */
export function isJustBefore({ instructions }: Stage, copy: Instruction, run: Instruction): boolean {
  return instructions
    .slice(instructions.indexOf(copy) + 1, instructions.indexOf(run))
    .every(({ keyword }) => /^(ENV|ARG|LABEL|EXPOSE|STOPSIGNAL)$/.test(keyword));
}

/** The working directory from each WORKDIR of a stage on; undefined where a variable or the base decides. */
export function workdirsOf({
  instructions,
}: Stage): readonly { readonly at: number; readonly path: string | undefined }[] {
  let workdir: string | undefined;
  return instructions
    .filter(({ keyword, onbuild }) => keyword === "WORKDIR" && !onbuild)
    .map(({ words, span }) => {
      const path = words.at(-1)?.text ?? "";
      if (path.includes("$") || words.length !== 1) workdir = undefined;
      else if (path.startsWith("/")) workdir = tidy(path);
      else workdir = workdir === undefined ? undefined : tidy(`${workdir}/${path}`);
      return { at: span.start, path: workdir };
    });
}
