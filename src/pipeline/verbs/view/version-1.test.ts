// Reports that hullproof wrote before schemaVersion 2: every field filled, as the schema of then had it, and one of `check`.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withCurrentKeys } from "../../../reports/version-1.ts";
import { readBaseline } from "../../baseline/read-baseline.ts";
import { readReport } from "./read-report.ts";

const folder = join(import.meta.dirname, "../../../../test/reports/version-1");
const files = readdirSync(folder).toSorted();
const textOf = (file: string) => readFileSync(join(folder, file), "utf8");

it.each(files)("reads every field of %s", async (file) => {
  const written = withCurrentKeys(JSON.parse(textOf(file))) as object;
  expect(await readReport(file, folder)).toEqual({ ...written, schemaVersion: 2 });
});

it.each(files)("finds no former key in %s once it is read", async (file) => {
  const report = JSON.stringify(await readReport(file, folder));
  expect(report).not.toMatch(/"(?:licences?|\w*[fF]laws|way|is|was|standing|course)":/u);
});

it.each(files)("compares findings with those of %s", async (file) => {
  const { findings } = JSON.parse(textOf(file)) as { findings: readonly unknown[] };
  expect((await readBaseline(file, folder)).findings).toHaveLength(findings.length);
});

it("changes only keys that were renamed, and leaves data alone", () => {
  const labels = { licence: "MIT", is: "a label" };
  const report = { image: { config: { labels } }, proof: { standing: { age: {} } }, remedies: "not a list" };
  expect(withCurrentKeys(report)).toEqual({
    image: { config: { labels } },
    proof: { validity: { age: {} } },
    remedies: "not a list",
  });
});
