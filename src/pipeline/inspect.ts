import { resolve } from "node:path";
import { stat } from "node:fs/promises";
import type { Report } from "../domain/report.ts";
import { openArchive } from "../sources/image/archive.ts";
import { openDaemonImage } from "../sources/image/daemon.ts";
import type { Context } from "./context.ts";
import { imageReport } from "./image-report.ts";
import { readFacts, type ReadImage } from "./image/read-facts.ts";
import { summaryOf } from "./prove.ts";

/** `hullproof inspect IMAGE`: what the layers tell, without any rule. */
export async function inspect(target: string, context: Context): Promise<Report> {
  const name = target.replace(/^(docker-archive|daemon):/, "");
  const reportOf = ({ info }: ReadImage) =>
    imageReport({ name, digest: info.digest }, context.version, { image: info });
  const isFile =
    !target.startsWith("daemon:") &&
    (target.startsWith("docker-archive:") ||
      (await stat(resolve(context.cwd, name)).catch(() => undefined))?.isFile() === true);
  if (isFile) return reportOf(await readFacts(await openArchive(resolve(context.cwd, name))));
  const run = await context.run();
  await summaryOf(run, name);
  context.progress({ stage: "inspect", message: `reading ${name}` });
  await using image = await openDaemonImage(run, name);
  return reportOf(await readFacts(image, {}, { signal: run.signal }));
}
