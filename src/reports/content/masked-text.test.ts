import { expect, it } from "vitest";
import { hardenReport } from "../../../test/reports/sample-report.ts";
import { renderHtml } from "../html.ts";
import { renderMarkdown } from "../markdown.ts";
import { renderTerminal } from "../terminal.ts";
import { maskedText } from "./masked-text.ts";

const { proof } = hardenReport;
if (proof === undefined) throw new Error("the sample has a proof");
const [first, ...trials] = proof.trials;
if (first === undefined) throw new Error("the sample has trials");
const profile = {
  ...proof.profile,
  workload: { ...proof.profile.workload, env: { API_TOKEN: "${API_TOKEN}", LOG_LEVEL: "info" } },
};
const said = { ...first, logTail: ["token [API_TOKEN masked]"] };
const report = { ...hardenReport, proof: { ...proof, profile, trials: [said, ...trials] } };

it("lists masked values, and the trials that printed them", () => {
  expect(maskedText(report)).toBe(
    `Masked: API_TOKEN may be secret, so no result holds the value. Set it in the environment before you run this. The container printed API_TOKEN in ${first.id}: masked there.`,
  );
  const none = { ...profile, workload: { ...profile.workload, env: {} } };
  expect(maskedText({ ...report, proof: { ...proof, profile: none } })).toBeUndefined();
});

it("appears in every format for people", () => {
  for (const text of [
    renderTerminal(report, { colour: false, width: 400 }),
    renderMarkdown(report),
    renderHtml(report, {}),
  ])
    expect(text.replaceAll(/\s+/g, " ").replaceAll("\\", "")).toContain("The container printed API_TOKEN in");
});
