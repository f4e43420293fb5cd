import { lstat, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFailure } from "../../../domain/write-failure.ts";
import type { ImageFiles } from "../../../domain/image/image-files.ts";
import type { Report } from "../../../domain/report/report.ts";
import type { EmittedFile } from "../../../dialects/emitter.ts";
import { ownMode, writeTogether } from "../../../sources/files/write-whole.ts";
import type { Context } from "../../context.ts";
import { reportOrigin } from "../../host/report-origin.ts";
import { formats } from "../../../reports/index.ts";

interface ResultFile {
  readonly name: string;
  readonly text: string;
  readonly what: string;
  readonly executable?: boolean;
}

/** All files of `harden`: the hardened Dockerfile, how to run it in each dialect (`emitted`), and the evidence. */
export async function resultFiles(
  report: Report,
  { dockerfile, diff }: { readonly dockerfile: string; readonly diff: string },
  emitted: readonly EmittedFile[],
  maps: () => readonly ImageFiles[],
  context: Pick<Context, "cwd" | "today">,
): Promise<ResultFile[]> {
  if (report.harden === undefined || report.proof === undefined) throw new Error("the report is not one of harden");
  const { profile } = report.proof;
  return [
    { name: "Dockerfile", text: dockerfile, what: "the hardened Dockerfile" },
    { name: "fix.diff", text: diff, what: "what changed; git apply takes it" },
    {
      name: "profile.json",
      text: `${JSON.stringify(profile, undefined, 2)}\n`,
      what: "what was learned; verify and emit read it",
    },
    ...emitted.map(({ head = "", text, ...file }) => ({ ...file, text: `${head}${text}` })),
    await renderResult(report, "json", context),
    await renderResult({ ...report, files: maps() }, "html", context),
  ];
}

export async function renderResult(
  report: Report,
  name: "json" | "html",
  { cwd, today }: Pick<Context, "cwd" | "today">,
): Promise<ResultFile> {
  const format = await formats.find((candidate) => candidate.name === name)?.load();
  if (format === undefined) throw new Error(`there is no format ${name}`);
  return {
    name: `report.${name}`,
    text: format.render(report, { colour: false, width: 100, origin: reportOrigin(report, cwd, today) }),
    what: format.title,
  };
}

/**
 * Writes all files into `folder`, renaming them only once all are written, so that a full disk leaves the previous ones. They describe a deployment: only their owner may read
 * them, unless `mode` allows more.
 * Refuses a link instead of the folder: it could lead anywhere. `displayFolder` is the folder's path for messages.
 */
export async function writeResults(
  folder: string,
  displayFolder: string,
  files: readonly ResultFile[],
  mode = ownMode,
): Promise<{ path: string; what: string }[]> {
  const advice = "Name another folder with --folder, or correct its permissions.";
  try {
    // Readers may also list the folder.
    await mkdir(folder, { recursive: true, mode: folderMode(mode) });
    if ((await lstat(folder)).isSymbolicLink()) throw Object.assign(new Error("it is a link"), { code: "ELOOP" });
  } catch (cause) {
    throw writeFailure(displayFolder, cause, advice);
  }
  await writeTogether(
    files.map(({ name, text, executable }) => ({
      path: join(folder, name),
      shown: join(displayFolder, name),
      text,
      mode: executable ? folderMode(mode) : mode,
    })),
  );
  return files.map(({ name, what }) => ({ path: join(displayFolder, name), what }));
}

/** Adds x to each r. */
function folderMode(mode: number): number {
  return mode | ((mode & 0o444) >> 2);
}
