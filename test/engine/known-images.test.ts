import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureImage, type Recipe } from "../../scripts/services/harness/images.ts";
import etcd from "../../scripts/services/etcd.ts";
import mariadb from "../../scripts/services/mariadb.ts";
import memcached from "../../scripts/services/memcached.ts";
import mosquitto from "../../scripts/services/mosquitto.ts";
import postgresql from "../../scripts/services/postgresql.ts";
import redis from "../../scripts/services/redis.ts";
import valkey from "../../scripts/services/valkey.ts";
import { knownImages } from "../../src/data/known-images.ts";
import { knownImageOf } from "../../src/facts/container-spec/known-image-of.ts";
import type { Context } from "../../src/pipeline/context.ts";
import { importInto } from "../../src/pipeline/requests/import-into.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { inspectImage } from "../../src/sources/engine/images/images.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import { long } from "../long.ts";
import { permit } from "../permits.ts";
import { needsPythonImage } from "../shop/shop-image.ts";
import { webWorkload } from "./proof-image.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const nats: Recipe = { packages: ["nats-server"], command: ["nats-server", "-a", "0.0.0.0"], ports: [4222] };
const rabbitmq: Recipe = {
  packages: ["rabbitmq-server"],
  command: ["rabbitmq-server"],
  ports: [5672],
  volumes: ["/var/lib/rabbitmq"],
};

/** Debian's packages of each row that was tried. */
const tried: readonly (readonly [string, string, Recipe])[] = [
  ["memcached", "memcached", memcached],
  ["redis", "redis", redis],
  ["redis", "valkey", valkey],
  ["postgresql", "postgresql", postgresql],
  ["mysql", "mariadb", mariadb],
  ["nats", "nats", nats],
  ["rabbitmq", "rabbitmq", rabbitmq],
  ["mosquitto", "mosquitto", mosquitto],
  ["etcd", "etcd", etcd],
];

/** All are images of hundreds of megabytes; the first has every part of the way. */
const inThisRun = long ? tried : tried.slice(0, 1);

async function stepsKept(image: string, name: string, port: number) {
  const context = { cwd: tmpdir(), env: {}, progress: () => {}, consent: { allowed: [] } } as unknown as Context;
  const workload = webWorkload({ steps: [], ready: { kind: "tcp", port }, readyTimeoutMs: 90_000 });
  const options = { from: [`known:${name}`], host: [], maxSteps: 40 };
  const { plan } = await importInto({ session, image, workload, permit }, options, context);
  return { names: plan.steps.map(({ step }) => step.name).toSorted(), lines: plan.lines };
}

function rowOf(name: string) {
  const row = knownImages.find((one) => one.name === name);
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
}

describe.runIf(await needsPythonImage())("steps of known images", () => {
  it.each(inThisRun)(
    "%s: Debian's %s answers each, twice, after a restart, and afresh",
    async (name, service, recipe) => {
      const image = `hullproof-test/known-${service}:1`;
      await ensureImage(image, recipe, () => {});
      const summary = await inspectImage(session.engine, image);
      expect(knownImageOf(undefined, [...(summary?.entrypoint ?? []), ...(summary?.cmd ?? [])])?.name).toBe(
        recipe.command.includes("start") ? undefined : name,
      );
      const { names, lines } = await stepsKept(image, name, recipe.ports[0] ?? 0);
      expect(lines.join("\n")).toBe(`${names.length} steps added`);
      expect(names).toEqual(
        rowOf(name)
          .steps.map((step) => step.name)
          .toSorted(),
      );
    },
  );

  it("drops what another server does not answer so", async () => {
    await ensureTinyImage(session.engine);
    const context = { cwd: tmpdir(), env: {}, progress: () => {}, consent: { allowed: [] } } as unknown as Context;
    const workload = webWorkload({
      steps: [],
      command: ["httpd", "-f", "-p", "11211"],
      ready: { kind: "tcp", port: 11_211 },
    });
    const options = { from: ["known:memcached"], host: [], maxSteps: 40 };
    const { plan } = await importInto({ session, image: tinyImage, workload, permit }, options, context);
    expect(plan.steps).toEqual([]);
    expect(plan.lines.join("\n")).toMatch(/dropped:\n {2}Memcached: writes a key: no /u);
  });
});

it("tries each row that says so", () => {
  const names = new Set(tried.map(([name]) => name));
  expect(
    knownImages
      .filter((row) => row.tried !== undefined)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual([...names].toSorted());
});
