import { expect, it } from "vitest";
import { aspects } from "../../../proof/record/aspects.ts";
import { explain } from "./explain.ts";

const heads = (id: string) =>
  explain(id)
    ?.match(/^[a-z-]+\/[a-z-]+ {3}/gm)
    ?.map((line) => line.trim());

it("explains a rule by its id", () => {
  expect(heads("cleanup/apt-lists")).toEqual(["cleanup/apt-lists"]);
});

it("explains rules by name", () => {
  expect(heads("no-user")).toEqual(["non-root/no-user"]);
  expect(heads("drift")?.toSorted()).toEqual(["capabilities/drift", "limits/drift", "non-root/drift"]);
  expect(heads("user")).toBeUndefined();
});

it("explains every rule that covers another tool's check, most severe first", () => {
  expect(heads("DL3009")?.[0]).toBe("cleanup/apt-lists");
  expect(heads("DL3009")).toContain("layers/no-cache-mount");
  expect(heads("hadolint/DL3009")).toEqual(heads("DL3009"));
});

it("explains why no rule covers a check, and returns undefined for an unknown one", () => {
  expect(explain("DL1001")).toMatch(/^hadolint\/DL1001: no rule covers it, on purpose\n\n.{40}/);
  expect(explain("DL9999")).toBeUndefined();
});

it("explains a proof, without broken links", () => {
  const page = explain("what-a-proof-is") ?? "";
  expect(page).toMatch(/^# What a proof is and is not\n/);
  expect(explain("proof")).toBe(page);
  expect(page).not.toMatch(/\]\(|<!--/);
  for (const { what } of aspects) expect(page).toContain(`| ${what} |`);
});
