import { expect, it } from "vitest";
import type { Facts } from "../../src/rules/needs.ts";
import { rules } from "../../src/rules/index.ts";
import { runRules } from "../../src/rules/run/run-rules.ts";

it("what an image says of itself is never a pass, whichever rule hears it", () => {
  const heard = rules.filter(({ needs }) => needs.includes("updates"));
  expect(heard.length).toBeGreaterThan(3);
  const updates: Facts["updates"] = {
    askedAt: "2026-11-27T00:00:00.000Z",
    sources: ["http://mirror.example/debian-security trixie-security/main"],
    pending: [],
    unread: [],
  };
  const image = { os: {}, packages: [], files: { unread: [] } };
  const { results, findings } = runRules(heard, { target: "image", facts: { ...image, updates } });
  expect(findings).toEqual([]);
  expect(results.map(({ verdict }) => verdict)).toEqual(heard.map(() => "skipped"));
  for (const { reason } of results) expect(reason).toMatch(/^according to the image/);
});
