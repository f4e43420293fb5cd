import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleProvenOn } from "../../../../test/emit/proven-on.ts";
import { sampleProfile } from "../../../../test/emit/sample-profile.ts";
import type { ProvenOn } from "../../../domain/profile/proven-on.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Context } from "../../context.ts";
import { verifyProfile, type VerifyOptions } from "./verify.ts";
import { reportVerdict } from "../../../reports/content/verdict.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-expired-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const asked = new Error("the engine was asked");

/** The report, or an error from contacting the engine. */
async function verified(options: VerifyOptions, provenOn?: Partial<ProvenOn> | null) {
  const profile =
    provenOn === null ? sampleProfile : { ...sampleProfile, provenOn: { ...sampleProvenOn, ...provenOn } };
  await writeFile(join(folder, "profile.json"), JSON.stringify(profile));
  const context: Context = {
    cwd: folder,
    today: "2026-11-28",
    version: "0",
    progress: () => {},
    run: () => Promise.reject(asked),
  };
  return verifyProfile("profile.json", options, context).catch((error: unknown) => {
    if (error === asked) return "runs" as const;
    throw error;
  });
}

test.each([
  // Proven 58 days ago, expires on 2026-12-30.
  ["57d", {}, "58 days ago, and it may be 57 days old"],
  ["4w", {}, "it may be 28 days old"],
  ["due", { proveAgainAfter: "2026-11-27" }, "to be proven again after 2026-11-27"],
  ["1y", { proveAgainAfter: "2026-11-27" }, "to be proven again after 2026-11-27"],
  ["1y", { date: "2099-01-01", proveAgainAfter: "2099-12-31" }, "still to come"],
  ["1y", null, "does not say when it was proven"],
  ["due", null, "does not say when it was proven"],
])("runs nothing with --expired-after %s for %j", async (expiredAfter, provenOn, why) => {
  const report = await verified({ expiredAfter }, provenOn);
  if (report === "runs") throw new Error("it ran");
  expect(report.proof?.standing?.age.expired).toContain(why);
  expect(report.proof?.proofs).toMatchObject([{ verdict: "unsure", trials: [] }]);
  const { word, detail } = reportVerdict(report);
  expect(word).toBe("Not proven");
  expect(detail).toContain(why);
  expect(detail).toContain("hullproof verify --record profile.json");
});

test.each([
  [{ expiredAfter: "58d" }, {}],
  [{ expiredAfter: "due" }, {}],
  // Recording a new proof is allowed.
  [{ expiredAfter: "1d", record: true }, {}],
  [{}, { proveAgainAfter: "2020-01-01" }],
  [{}, null],
])("contacts the engine with %j for %j", async (options, provenOn) => {
  expect(await verified(options, provenOn)).toBe("runs");
});

test.each(["", "30", "0d", "-1d", "soon", "30m", "1e9d", "99999d", "DUE"])(
  "refuses the age %j",
  async (expiredAfter) => {
    const error = await verified({ expiredAfter }, {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ code: "bad-usage", hint: expect.stringContaining("30d") });
  },
);

test("records only a whole proof", async () => {
  for (const other of [{ replay: "t1" }, { runs: 1 }])
    await expect(verified({ record: true, ...other }, {})).rejects.toMatchObject({ code: "bad-usage" });
});
