import { expect, test } from "vitest";
import { catalog } from "../scripts/services/harness/catalog.ts";
import { worseThan } from "../scripts/services/harness/identities.ts";
import { dockerfile } from "../scripts/services/harness/images.ts";
import type { Result } from "../scripts/services/harness/measure.ts";
import { serviceTable } from "../scripts/services/harness/table.ts";

test("twenty services or more, learned with flags that a user could type, none of which reaches the host", async () => {
  const services = await catalog();
  expect(services.length).toBeGreaterThanOrEqual(20);
  for (const { name, flags, probes, packages, ports } of services) {
    expect(packages.length, name).toBeGreaterThan(0);
    expect(probes.length, name).toBeGreaterThan(0);
    expect(flags.length % 2, name).toBe(0);
    const [kinds, texts] = [0, 1].map((side) => flags.filter((_, at) => at % 2 === side));
    expect(new Set(kinds).difference(new Set(["--port", "--get", "--exec"])), name).toEqual(new Set());
    expect(ports.map(String), name).toContain(texts?.[0]);
  }
});

test("an image is its packages, and no service is started while they are installed", () => {
  const text = dockerfile({ packages: ["one", "two"], setup: "a\nb", command: ["one"], ports: [1], user: "app" });
  expect(text).toMatch(/policy-rc\.d .*\n.*apt-get install .*\n\s+one two && rm .*policy-rc\.d\nRUN a && b\nEXPOSE 1/);
  expect(text).toContain('USER app\nCMD ["one"]');
});

test("a process that is missing, another or keeps capabilities is worse; one that the original had by chance is not", () => {
  const control = {
    always: new Map([["a", false]]),
    ever: new Map([
      ["a", false],
      ["b", true],
    ]),
  };
  expect(worseThan(control, new Map([["a", false]]))).toEqual([]);
  expect(
    worseThan(
      control,
      new Map([
        ["a", false],
        ["b", false],
      ]),
    ),
  ).toEqual([]);
  expect(
    worseThan(
      control,
      new Map([
        ["a", true],
        ["c", false],
      ]),
    ),
  ).toEqual(["a process is c", "a process keeps capabilities: a"]);
  expect(worseThan(control, new Map([["b", true]]))).toEqual(["no process is a"]);
});

const learned: NonNullable<Result["learned"]> = {
  call: "hullproof learn --port 1 x",
  proven: true,
  user: "0:0",
  capabilities: ["SETUID"],
  readOnly: false,
  tmpfs: [],
  memoryMiB: 32,
  pids: 64,
  cpus: 1,
  trials: 20,
  seconds: 30,
  loadAverage: [1, 2],
  line: "docker run x",
  folder: "x",
};
const good: Result = {
  tooMany: [],
  service: "good",
  image: "sha256:0",
  date: "2026-01-01T00:00:00Z",
  learned,
  before: { trials: 40, seconds: 90, loadAverage: [1, 1] },
  truth: { capabilities: ["SETUID"], questions: 16, readOnly: { tmpfs: [], problems: ["no"] }, seconds: 1 },
  endured: {
    problems: [],
    load: { control: { asked: 10, failed: 1, p95: 10 }, learned: { asked: 9, failed: 1, p95: 12 }, after: [] },
    restarts: { count: 30, refused: [] },
    seconds: 1,
  },
};

test("the table counts what the issue aims at, and names each that misses it", () => {
  const text = serviceTable([good]);
  expect(text).toContain(
    "| good | SETUID | SETUID | no / no | 0:0 / root | as the original | 1 of 9 / 1 of 10 | 12 / 10 | - | 30/30 |",
  );
  expect(text).toContain("| 40 → 20 | 90 → 30 | 1 to 2 |");
  expect(text).toMatch(/wrong "safe": 0[^]*refused restarts: 0 of 30[^]*does not have: 0 services[^]*too many: 0/);
  expect(text).toContain("    hullproof learn --port 1 x");
  const bad: Result = {
    ...good,
    service: "bad",
    tooMany: ["SETUID"],
    truth: { capabilities: [], questions: 16, readOnly: { tmpfs: ["/run"], problems: [] }, seconds: 1 },
    endured: {
      problems: ["GET: status 500"],
      load: {
        control: { asked: 10, failed: 0, p95: 10 },
        learned: { asked: 9, failed: 1, p95: 10, problem: "late" },
        after: ["is dead"],
      },
      restarts: { count: 30, refused: ["no room"] },
      reloads: { count: 30, failed: ["a", "b"] },
      days: { count: 10, failed: ["c"], controlFailed: [] },
      seconds: 1,
    },
  };
  const both = serviceTable([good, bad]);
  expect(both).toMatch(/wrong "safe": 1[^]*refused restarts: 1 of 60[^]*does not have: 1 services[^]*too many: 1/);
  expect(both).toMatch(/reloads that failed: 2 of 30[^]*periodic work that failed: 1 of 10[^]*by hand: 1/);
  for (const wrong of [
    "emitted line: GET: status 500",
    "passes without SETUID",
    "under load: late; is dead",
    "restart: no room",
  ])
    expect(both).toContain(`- bad: ${wrong}`);
  // What was not measured is no zero in disguise.
  expect(serviceTable([{ service: "broken", image: "", date: "", trouble: "did not start" }])).toContain(
    "- broken: not measured to the end: did not start",
  );
});
