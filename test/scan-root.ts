import { join } from "node:path";
import type { Report } from "../src/domain/report/report.ts";
import { buildAdvisories } from "../src/pipeline/verbs/advisories/build.ts";
import type { Context } from "../src/pipeline/context.ts";
import { scan } from "../src/pipeline/verbs/scan/scan.ts";

/** Builds a store from the feeds in `feeds` of `cwd`, and scans the folder `root` of it as the root of an image. */
export async function scanRoot(cwd: string): Promise<Report> {
  await buildAdvisories({
    cwd,
    inputs: ["feeds"],
    output: join(cwd, "store"),
    now: "2026-11-25T01:00:00.000Z",
    progress: () => {},
  });
  const context = {
    cwd,
    today: "2026-11-27",
    version: "0",
    progress: () => {},
    advisoriesFolder: join(cwd, "store"),
    cacheFolder: join(cwd, "cache"),
  } as unknown as Context;
  const request = {
    updates: "none",
    vex: [],
    with: [],
    fixable: false,
    inUse: false,
    stdin: () => Promise.resolve(""),
  } as unknown as Parameters<typeof scan>[1];
  return scan("rootfs:root", request, context);
}
