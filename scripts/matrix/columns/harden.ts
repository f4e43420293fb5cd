import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "../../../src/domain/report/report.ts";
import { tinyImage } from "../../../test/images/tiny.ts";
import type { Column } from "../harness/column.ts";
import { webCopy } from "../harness/learned-here.ts";
import { broken, failed } from "../harness/refusals.ts";

export default {
  place: 22,
  title: "harden",
  what: "`harden` of the same folder: proven, and the hardened image has fewer layers than the original.",
  table: "capabilities",
  async look(at) {
    await at.load([tinyImage]);
    const cwd = await webCopy(at, "harden");
    const asked = await at.hullproof(["harden", "--no-keep", "--fail-on", "never", "--quiet"], { cwd });
    if (asked.code !== 0) return failed(asked);
    const text = await readFile(join(cwd, ".hullproof/report.json"), "utf8");
    const { harden, proof } = JSON.parse(text) as Report;
    if (harden?.verify.verdict !== "holds") return broken(`the hardened container: ${harden?.verify.detail}`);
    const [before, after] = [proof?.before?.layers ?? 0, proof?.after?.layers ?? 0];
    if (after >= before) return broken(`${before} layers became ${after}`);
    // The image has no package manager to ask, on any engine.
    const notes = harden.notChecked.filter((note) => !note.startsWith("pending updates of "));
    if (notes.length === 0) return { verdict: "works" };
    return { verdict: "less", what: notes.join("; "), said: true };
  },
} satisfies Column;
