import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HttpStep } from "../../src/domain/workload/step.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { toRestrictions } from "../../src/dialects/text/to-restrictions.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { importInto } from "../../src/pipeline/requests/import-into.ts";
import { learn } from "../../src/proof/learn/learn.ts";
import { runTrial } from "../../src/proof/trial/trial.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { countRejected } from "../../src/sources/engine/networks/networks.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { long } from "../long.ts";
import { permit } from "../permits.ts";
import { needsPythonImage, shopImage, stock } from "../shop/shop-image.ts";
import { recordVisit } from "../shop/visit.ts";
import { executablePath } from "../web/browser.ts";
import { get, webWorkload, type ProofImage } from "./proof-image.ts";

const shop = join(import.meta.dirname, "../shop");
type Restrictions = Parameters<typeof runTrial>[1]["restrictions"];

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

async function importFile(image: ProofImage, file: string) {
  const context = { cwd: shop, env: {}, progress: () => {}, consent: { allowed: [] } } as unknown as Context;
  const declared = webWorkload({ steps: [get("/health", 200)], companions: [stock] });
  const subject = { session, image: image.image, workload: declared, permit };
  return importInto(subject, { from: [file], host: [], maxSteps: 40, port: 8080 }, context);
}

async function importDocument() {
  const image = await shopImage(session);
  return { image, ...(await importFile(image, "openapi.yaml")) };
}

/** Steps of a browser's visit, of which developer tools save neither cookies nor logins. */
async function importVisit() {
  const image = await shopImage(session);
  await using container = await createContainer(
    session,
    { image: image.image, ports: [8080], env: { STOCK: "127.0.0.1:8080" } },
    permit,
  );
  await container.start();
  const url = `http://127.0.0.1:${await container.hostPort(8080)}/`;
  const har = join(mkdtempSync(join(tmpdir(), "hullproof-test-")), "visit.har");
  writeFileSync(har, await recordVisit(url, visitor, true));
  try {
    return { image, ...(await importFile(image, har)) };
  } finally {
    rmSync(dirname(har), { recursive: true });
  }
}

const visitor = { email: "margarethe.lindqvist@mail.example", password: "Correct-7-Horse" };

/** Of 40 operations, four want what no document gives: an administrator, a signature, a code; one is a stream. */
const unanswerable = ["GET /api/admin/users", "POST /api/webhooks/payment", "POST /api/coupons/"];

/** Each need is behind one route, and fails without its privilege. */
const needs: readonly { readonly routes: readonly string[]; readonly without: Restrictions }[] = [
  {
    routes: ["POST /api/backup", "GET /api/reachable"],
    without: { dropAll: true, addCapabilities: ["DAC_OVERRIDE", "SETUID", "SETGID"] },
  },
  {
    routes: ["POST /api/uploads", "POST /api/reports", "POST /api/labels"],
    without: {
      readOnlyRootfs: true,
      tmpfs: [{ path: "/srv/backup", mode: "755", uid: 0, gid: 0, sizeBytes: 1e6 }],
      pids: 50,
      noNewPrivileges: true,
    },
  },
  { routes: ["POST /api/export"], without: { memoryBytes: 100 * 1024 * 1024 } },
];
/** The others are breaks of an allowlist of system calls. */
const routesOfNeeds = [...needs.flatMap(({ routes }) => routes), "GET /api/stock", "GET /api/changes"];

test.runIf(await needsPythonImage())(
  "a shop's OpenAPI document: 36 of 40 operations answer 2xx, and each need breaks without its privilege",
  async () => {
    const { image, workload, plan } = await importDocument();
    const document = readFileSync(join(shop, "openapi.yaml"), "utf8");
    expect(document.match(/^ {4}(?:get|post|put|patch|delete):/gmu)).toHaveLength(40);
    const asked = new Set(
      workload.steps.flatMap((step) =>
        step.kind === "http" && step.status < 300 ? [`${step.method} ${step.path}`] : [],
      ),
    );
    const text = plan.lines.join("\n");
    for (const route of unanswerable) expect(text).toMatch(new RegExp(`dropped:(?:.|\\n)*${route}.*: status 40`, "u"));
    expect(text).toContain("no step can exercise: GET /api/events");
    expect(asked.size).toBe(36);
    expect(workload.internet).toBe(false);
    expect(plan.lines[0]).toBe("35 steps added: 36 of 40 routes exercised, 4 not");

    const breaks = async (restrictions: Restrictions) => {
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
    for (const { routes, without } of needs) {
      const problems = await breaks(without);
      for (const route of routes) expect(problems).toContain(route);
    }
  },
);

const hasBrowser = existsSync(executablePath);

test.runIf(hasBrowser && (await needsPythonImage()))(
  "a browser's HAR without logins: the same 36 operations answer 2xx, and nothing of the visitor stays",
  async () => {
    const { workload, plan } = await importVisit();
    // The page itself is a route, too, and a step asks for /health already.
    expect(plan.lines).toEqual(["36 steps added: 37 of 37 routes exercised"]);
    const steps = JSON.stringify(plan.steps);
    for (const text of [...Object.values(visitor), "Walnut", "sturdy", "photo of mine"])
      expect(steps).not.toContain(text);
    for (const route of routesOfNeeds) expect(workload.steps.map(({ name }) => name)).toContain(route);
  },
);

/** Two lessons of everything, on whatever else the machine does. */
const learnMs = 1_800_000;

/** Problems of all of `workload` under what `steps` alone prove. */
async function problemsUnder(image: ProofImage, workload: Workload, steps: Workload["steps"]): Promise<string> {
  const request = { ...image, imageName: "shop:1", workload: { ...workload, steps }, progress: () => {} };
  const { profile, proofs } = await learn(session, request);
  expect(proofs.map(({ verdict }) => verdict)).toEqual(proofs.map(() => "holds"));
  const restrictions = toRestrictions(profile);
  return (await runTrial(session, { ...image, id: "t1", title: "shop", workload, restrictions })).problems.join("\n");
}

test.runIf(long && (await needsPythonImage()))(
  "one GET proves a profile under which all eight needs break, the document one under which all hold",
  async () => {
    const { image, workload } = await importDocument();
    const broken = await problemsUnder(image, workload, [get("/health", 200)]);
    for (const route of routesOfNeeds) expect(broken).toContain(route);
    expect(await problemsUnder(image, workload, workload.steps)).toBe("");
  },
  learnMs,
);

test.runIf(long && hasBrowser && (await needsPythonImage()))(
  "a browser's HAR proves a profile under which all eight needs hold",
  async () => {
    const { image, workload } = await importVisit();
    expect(await problemsUnder(image, workload, workload.steps)).toBe("");
  },
  learnMs,
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
