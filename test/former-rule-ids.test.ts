import { expect, it } from "vitest";
import { explain } from "../src/pipeline/verbs/explain/explain.ts";
import { isEnforced } from "../src/pipeline/rule-runs/enforcement.ts";
import { namedRules } from "../src/pipeline/fix-plan/fix-options.ts";
import { currentRuleId } from "../src/domain/finding/former-rule-ids.ts";

it("finds a rule by its former id", () => {
  expect(currentRuleId("cleanup/denied-licence")).toBe("cleanup/denied-license");
  expect(currentRuleId("constructor")).toBe("constructor");
  expect(explain("cleanup/denied-licence")).toBe(explain("cleanup/denied-license"));
  expect([...(namedRules({ rule: ["cleanup/denied-licence"] }) ?? [])]).toEqual(["cleanup/denied-license"]);
  const enforced = { rules: ["cleanup/denied-licence"], inlineIgnores: true };
  expect(isEnforced({ enforced }, "cleanup/denied-license")).toBe(true);
});
