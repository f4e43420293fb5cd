import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HttpStep } from "../../src/domain/workload/step.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { importInto } from "../../src/pipeline/requests/import-into.ts";
import { runTrial } from "../../src/proof/trial/trial.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { countRejected } from "../../src/sources/engine/networks/networks.ts";
import { openEngineSession } from "../../src/sources/engine/run/open-run.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { permit } from "../permits.ts";
import { needsPythonImage, shopImage } from "../shop/shop-image.ts";
import { get, webWorkload } from "./proof-image.ts";

const shop = join(import.meta.dirname, "../shop");

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

test.runIf(await needsPythonImage())(
  "a shop's OpenAPI document: each operation answers 2xx, and each need breaks without its privilege",
  async () => {
    const image = await shopImage(session);
    const context = { cwd: shop, env: {}, progress: () => {}, consent: { allowed: [] } } as unknown as Context;
    const subject = { session, image: image.image, workload: webWorkload({ steps: [get("/health", 200)] }), permit };
    const options = { from: ["openapi.yaml"], host: [], maxSteps: 40, port: 8080 };
    const { workload, plan } = await importInto(subject, options, context);
    const document = readFileSync(join(shop, "openapi.yaml"), "utf8");
    const operations = document.match(/^ {4}(?:get|post|put|delete):/gmu)?.length ?? 0;
    expect(operations).toBe(25);
    const asked = new Set(
      workload.steps.flatMap((step) =>
        step.kind === "http" && step.status < 300 ? [`${step.method} ${step.path}`] : [],
      ),
    );
    expect(plan.lines.join("\n")).not.toContain("dropped");
    expect(asked.size).toBe(operations);
    expect(workload.internet).toBe(false);
    expect(plan.lines[0]).toBe("24 steps added: 25 of 25 routes exercised");

    // Each need breaks by itself: CHOWN, a written folder, tasks, memory.
    const breaks = async (restrictions: Parameters<typeof runTrial>[1]["restrictions"]) => {
      const steps = workload.steps.filter((step): step is HttpStep => step.kind === "http");
      const request = {
        ...image,
        id: "t1",
        title: "shop",
        workload: { ...workload, steps, restart: false },
        restrictions,
      };
      return (await runTrial(session, request)).problems.join("\n");
    };
    expect(await breaks({})).toBe("");
    expect(await breaks({ dropAll: true, addCapabilities: ["DAC_OVERRIDE"] })).toContain(
      "POST /api/backup: status 500",
    );
    expect(
      await breaks({
        readOnlyRootfs: true,
        tmpfs: [{ path: "/srv/backup", mode: "755", uid: 0, gid: 0, sizeBytes: 1e6 }],
      }),
    ).toContain("POST /api/uploads: status 500");
    expect(await breaks({ pids: 50 })).toContain("POST /api/reports");
    expect(await breaks({ memoryBytes: 100 * 1024 * 1024 })).toContain("POST /api/export");
  },
);

test.runIf(await needsPythonImage())("without internet packets to it are rejected and counted", async () => {
  const image = await shopImage(session);
  const outside: HttpStep = { ...get("/api/outside", 200), name: "outside" } as HttpStep;
  const request = { ...image, id: "t1", title: "shop", restrictions: {} };
  const workload = webWorkload({ steps: [outside], restart: false });
  // TEST-NET-1 answers nobody: a rejection comes at once, silence takes the whole time.
  const closed = await runTrial(session, { ...request, workload: { ...workload, internet: false } });
  expect(closed.lives[0]?.steps[0]?.body).toContain("refused");
  // A machine without internet may refuse, too: the chain's own count shows who did.
  expect(await countRejected(session)).toBeGreaterThan(0);
});
