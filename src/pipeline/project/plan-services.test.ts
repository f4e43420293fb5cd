import { describe, expect, it } from "vitest";
import { project, type ComposeService } from "../../sources/compose/compose-shape.ts";
import { planServices, type ProjectPlan } from "./plan-services.ts";

const services = (raw: Readonly<Record<string, object>>): Readonly<Record<string, ComposeService>> =>
  project.parse({ services: raw }).services;

function plan(
  raw: Readonly<Record<string, object>>,
  entry: string,
  { missing = [], fixed = {} }: { missing?: readonly string[]; fixed?: Readonly<Record<string, string>> } = {},
): ProjectPlan {
  const available = new Set(Object.keys(raw).filter((name) => !missing.includes(name)));
  return planServices({ services: services(raw), entry, available, fixed: new Map(Object.entries(fixed)) });
}
const reasonsOf = ({ left }: ProjectPlan) => Object.fromEntries(left.map(({ name, reason }) => [name, reason]));

describe("learned services", () => {
  const chain = {
    web: { image: "w", depends_on: ["api"] },
    api: { image: "a", depends_on: ["db", "cache"] },
    db: { image: "d" },
    cache: { image: "c" },
    worker: { image: "k", depends_on: ["db"] },
  };

  it("are those that the steps reach, each between its dependencies and its dependents", () => {
    const { learned, left, entry } = plan(chain, "web");
    expect(learned).toEqual([
      { name: "web", before: ["db", "cache", "api", "worker"], after: [] },
      { name: "api", before: ["cache", "db", "worker"], after: ["web"] },
      { name: "cache", before: ["db", "worker"], after: ["api", "web"] },
      { name: "db", before: ["cache"], after: ["api", "web"] },
    ]);
    expect(entry).toEqual(learned[0]);
    expect(left).toEqual([{ name: "worker", reason: expect.stringContaining("no steps reach it") as string }]);
  });

  it("exclude dependents of the entry, which are not started either", () => {
    const { learned, left } = plan(chain, "api");
    expect(learned.map(({ name }) => name)).toEqual(["api", "db", "cache"]);
    expect(learned.flatMap(({ before, after }) => [...before, ...after])).not.toContain("web");
    expect(left.map(({ name }) => name)).toEqual(["web", "worker"]);
  });

  it("explain how to get a missing image, for the service and its dependents", () => {
    const raw = { ...chain, db: { image: "pg:17" }, cache: { build: "./cache" } };
    expect(reasonsOf(plan(raw, "web", { missing: ["db", "cache", "worker"] }))).toEqual({
      api: "it needs db, of which no image is here",
      cache: "its image was not built yet: docker compose build cache",
      db: "its image pg:17 is not here: docker compose pull db",
      web: "it needs db, of which no image is here",
      worker: "its image k is not here: docker compose pull worker",
    });
    const odd = { web: { image: "w" }, given: { provider: { type: "x" } }, none: {} };
    expect(reasonsOf(plan(odd, "web", { missing: ["given", "none"] }))).toEqual({
      given: "a program of this machine provides it, and it has no container",
      none: "it names neither an image nor a build",
    });
    const other = plan(chain, "web", { missing: ["worker"] });
    expect(other.learned).toHaveLength(4);
    expect(other.learned[0]?.before).not.toContain("worker");
    expect(reasonsOf(plan(chain, "web", { missing: ["web"] }))["db"]).toBe(
      "no steps can be done: web, where they are done, has no image here",
    );
  });

  it("exclude services that run to completion, which are started", () => {
    const raw = {
      web: { image: "w", depends_on: { migrate: { condition: "service_completed_successfully" } } },
      migrate: { image: "m" },
    };
    const { learned, left } = plan(raw, "web");
    expect(learned).toEqual([{ name: "web", before: ["migrate"], after: [] }]);
    expect(left).toEqual([{ name: "migrate", reason: "it runs to its end before others start" }]);
  });

  it.each([
    ["a network namespace", {}, { network_mode: "service:web" }, "its network namespace"],
    ["a pid namespace", {}, { pid: "service:web" }, "its pid namespace"],
    ["volumes", {}, { volumes_from: ["web:ro"] }, "volumes"],
  ])("exclude services that share %s with another", (_, web, db, what) => {
    const raw = { web: { image: "w", depends_on: ["db"], ...web }, db: { image: "d", ...db } };
    const found = reasonsOf(plan(raw, "web"));
    expect(found["web"]).toContain(what);
    expect(found["db"]).toContain(what);
  });

  it("may share volumes and folders, which trials reproduce", () => {
    const volumes = [
      { type: "volume", source: "data", target: "/data" },
      { type: "bind", source: "/srv", target: "/s" },
    ];
    const raw = { web: { image: "w", depends_on: ["db"], volumes }, db: { image: "d", volumes } };
    expect(plan(raw, "web").left).toEqual([]);
  });

  it("exclude those that exited or failed at the first start; only failed ones are not started", () => {
    const raw = {
      ...chain,
      job: { image: "j" },
      mail: { image: "m" },
      outbox: { image: "o", depends_on: ["mail"] },
    };
    const available = new Set(Object.keys(raw));
    const seen = { ended: new Set(["job"]), failed: new Map([["mail", "exited with code 3"]]) };
    const made = planServices({ services: services(raw), entry: "web", available, fixed: new Map(), seen });
    expect(made.entry.before).toEqual(["db", "cache", "api", "job", "worker"]);
    expect(reasonsOf(made)).toMatchObject({
      job: "it runs to its end: no service stays that could be learned",
      mail: "it does not start as it is: exited with code 3",
      outbox: "it needs mail, which does not start as it is",
    });
    expect(made.learned.map(({ name }) => name)).toEqual(["web", "api", "cache", "db"]);
  });

  it("exclude those that cannot be edited, which are started", () => {
    const { learned, left } = plan(chain, "web", { fixed: { web: "it can't be edited safely: anchors" } });
    expect(learned.map(({ name }) => name)).toEqual(["api", "cache", "db"]);
    expect(learned[0]?.after).toEqual(["web"]);
    expect(left[0]).toEqual({ name: "web", reason: "it can't be edited safely: anchors" });
  });

  it("are found despite cycles, names of object properties and missing dependencies", () => {
    const raw = {
      web: { image: "w", depends_on: ["constructor", "nowhere"] },
      constructor: { image: "c", depends_on: ["web", "toString"] },
      toString: { image: "t" },
    };
    const { learned, left } = plan(raw, "web");
    expect([...learned, ...left].map(({ name }) => name).toSorted()).toEqual(["constructor", "toString", "web"]);
  });
});
