import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Report } from "../../src/domain/report/report.ts";
import { buildAdvisories } from "../../src/pipeline/verbs/advisories/build.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { inspectContents } from "../../src/pipeline/verbs/inspect/inspect.ts";
import { scan, type ScanRequest } from "../../src/pipeline/verbs/scan/scan.ts";
import { renderCyclonedx } from "../../src/reports/cyclonedx.ts";
import { renderSpdx } from "../../src/reports/spdx.ts";
import { interopFeeds } from "./advisories.ts";

export const sbomFormats = ["cyclonedx", "spdx"] as const;

/** Scans and SBOMs in a folder, with the made-up advisories. */
export interface InteropFolder {
  scan(target: string, vex?: readonly string[]): Promise<Report>;
  /** Writes the SBOM of an image there. */
  writeSbom(target: string, format: (typeof sbomFormats)[number], file: string): Promise<void>;
}

export async function openInteropFolder(cwd: string): Promise<InteropFolder> {
  await mkdir(join(cwd, "feeds"), { recursive: true });
  for (const [path, text] of Object.entries(interopFeeds)) await writeFile(join(cwd, path), text);
  const store = join(cwd, "store");
  await buildAdvisories({ cwd, inputs: ["feeds"], output: store, now: "2026-11-25T01:00:00.000Z", progress: () => {} });
  // Settings are read once a context.
  const open = () =>
    ({
      cwd,
      today: "2026-11-27",
      version: "0",
      progress: () => {},
      advisoriesFolder: store,
      cacheFolder: join(cwd, "cache"),
      env: {},
    }) as unknown as Context;
  return {
    scan(target, vex = []) {
      const request: ScanRequest = {
        updates: "none",
        vex,
        withUpdate: false,
        fixable: false,
        inUse: false,
        stdin: () => Promise.resolve(""),
      };
      return scan(target, request, open());
    },
    async writeSbom(target, format, file) {
      const report = await inspectContents(target, {}, open());
      await writeFile(resolve(cwd, file), format === "spdx" ? renderSpdx(report, {}) : renderCyclonedx(report, {}));
    },
  };
}
