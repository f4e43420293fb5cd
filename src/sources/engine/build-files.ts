import { readFile, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { BuildRequest } from "./types.ts";

const maxIgnoreBytes = 1024 * 1024;

/**
 * Writes the Dockerfile's text and its ignore file into the run's folder, so that the person's folder is never touched. BuildKit reads
 * `NAME.dockerignore` beside the Dockerfile before the context's own, also when the Dockerfile lies outside the context.
 */
export async function writeBuildFiles(
  folder: string,
  base: string,
  request: BuildRequest,
): Promise<{ dockerfile: string; context: string }> {
  const context = resolve(request.context);
  const stats = await stat(context).catch(() => undefined);
  if (!stats?.isDirectory()) {
    throw new Failure("no-such-file", `The build context ${request.context} is not a folder.`, {
      hint: "Name the folder that the Dockerfile's COPY lines refer to.",
    });
  }
  const dockerfile = join(folder, `${base}.Dockerfile`);
  await writeFile(dockerfile, request.dockerfile);
  const ignored =
    (await ignoreText(`${resolve(request.dockerfileName)}.dockerignore`)) ??
    (await ignoreText(join(context, ".dockerignore")));
  // The last matching line wins, so that an earlier `!` cannot bring our output folder back.
  await writeFile(`${dockerfile}.dockerignore`, `${ignored === undefined ? "" : `${ignored}\n`}**/.hullproof\n`);
  return { dockerfile, context };
}

async function ignoreText(path: string): Promise<string | undefined> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return undefined;
  if (!stats.isFile() || stats.size > maxIgnoreBytes) {
    throw new Failure("unreadable", `${path} is not a plain file of at most 1 MiB.`, {
      hint: "Replace it by a plain text file.",
    });
  }
  return readFile(path, "utf8").catch((cause: unknown) => {
    throw new Failure("unreadable", `${path} cannot be read.`, { hint: "Check its permissions.", cause });
  });
}
