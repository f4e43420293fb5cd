import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { sampleProvenOn } from "../../test/emit/proven-on.ts";
import { fullProfile } from "../../test/emit/sample-profile.ts";
import { checkReport, hardenReport } from "../../test/reports/sample-report.ts";
import { aboutProofs } from "../domain/report/about-proofs.ts";
import type { Report } from "../domain/report/report.ts";
import { emitDockerRun } from "../dialects/run-line/emit/docker-run.ts";
import { aspects } from "../proof/record/aspects.ts";
import { standingOf } from "../proof/record/proof-validity.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderSarif } from "./sarif.ts";
import { renderTerminal } from "./terminal.ts";

const venom = "\u001b[2J\u202e|x\n# y\n</script><b>`::error::";
const profile = { ...fullProfile, provenOn: { ...sampleProvenOn, kernel: venom, storageDriver: "x".repeat(200) } };
const { date: _date, proveAgainAfter: _again, ...setting } = sampleProvenOn;
const here = { ...setting, cgroup: { version: 2, driver: "systemd" } as const, imageId: "sha256:0" };
const standing = standingOf(profile, here, "2027-01-05");
const { harden: _, ...rest } = hardenReport;
const report: Report = { ...rest, proof: { ...hardenReport.proof!, profile, validity: standing, about: aboutProofs } };

const plain = { colour: false, width: 80 };
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../docs/schema/report.schema.json"), "utf8"),
) as object;

test("shows differences, age and the proof record in each format", () => {
  const texts = [renderTerminal(report, plain), renderMarkdown(report), renderHtml(report)].map((text) =>
    text.replaceAll(/<[^>]+>/g, "").replaceAll(/\s+/g, " "),
  );
  for (const text of texts) {
    expect(text).toContain("Proof validity");
    expect(text).toMatch(/cgroup version: proven on v1, here v2; v1 and v2 count memory/u);
    expect(text).toMatch(/The proof has expired: proven on 2026-10-01, 96 days ago/u);
  }
  expect(texts[0]).toContain("2026-10-01, to be proven again after 2026-12-30: Docker Engine 0.26.1-sample, runc");
});

test("has all fields in JSON, as in the schema", () => {
  const parsed = JSON.parse(renderJson(report)) as Report;
  const validate = new Ajv2020({ allErrors: true }).compile(schema);
  expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
  expect(parsed.proof?.validity).toEqual(standing);
  expect(parsed.proof?.profile.provenOn).toEqual(profile.provenOn);
  expect(parsed.proof?.about).toBe(aboutProofs);
});

test("escapes text of a profile", () => {
  const shown = renderTerminal(report, plain);
  // oxlint-disable-next-line no-control-regex
  expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u);
  // One pair of tags belongs to the page itself.
  expect(renderHtml(report).match(/<\/?script/gu)).toEqual(["<script", "</script"]);
  expect(renderMarkdown(report)).not.toMatch(/^# y/mu);
  const line = emitDockerRun(profile, { witnesses: [] });
  expect(line.split("\n").filter((one) => one.includes("</script>"))).toEqual([expect.stringMatching(/^# /u)]);
  expect(line).toContain("# Proven on 2026-10-01, to be proven again after 2026-12-30");
});

test("links the page in every report, with a valid command", () => {
  for (const one of [report, checkReport]) {
    expect(renderMarkdown(one, { view: "long" })).toContain(`\`${aboutProofs}\``);
    expect(renderHtml(one)).toContain(`<code>${aboutProofs}</code>`);
    expect(renderSarif(one)).toContain(aboutProofs);
  }
  expect(renderTerminal(report, plain)).toContain(aboutProofs);
  expect(renderHtml(report)).toContain("It does not mean that the service is correct");
});

test("matches the page's table of aspects", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/what-a-proof-is.md"), "utf8");
  for (const { what, mayVoid } of aspects) expect(page).toContain(`| ${what} | ${mayVoid} |`);
});
