// Lists of repositories and tags that are short, lose pages or break off: nothing that is still there is dropped.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RepositoryAnswer, StatusAnswer, VulnerabilityAnswer } from "../../src/domain/fleet/answers.ts";
import { npmLayer, startFakeRegistry, type FakeRegistry } from "./fake-registry.ts";
import { startFleet, writeStore, type TestFleet } from "./test-fleet.ts";

const names = ["a", "b", "c", "d", "e", "f"];
let folder = "";
let registry: FakeRegistry;
let test: TestFleet;
const repository = async (name: string) =>
  (await test.ask("repository", { name: `${registry.host}/team/${name}` })) as unknown as RepositoryAnswer;
const listing = async () => ((await test.ask("status")) as unknown as StatusAnswer).registries[0];
const vulnerable = async () =>
  ((await test.ask("vulnerability", { id: "GHSA-aaaa-bbbb-0001" })) as unknown as VulnerabilityAnswer).images.count;

/** Lists and sweeps everything once more. */
async function sweepAgain(): Promise<void> {
  const { query } = test.fleet.database;
  const [before] = await query<{ now: Date }>("select now() as now");
  await query("update registry set due_at = now()");
  await query("update repository set due_at = now()");
  await test.until("the sweep", async () => {
    const [row] = await query<{ done: boolean }>(
      `select bool_and(swept_at > $1 or repository.note is not null) and bool_and(listed_at > $1) as done
       from repository join registry on registry.id = registry`,
      [before?.now],
    );
    return row?.done === true;
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-fleet-"));
  await writeStore(folder, ["GHSA-aaaa-bbbb-0001 lodash 4.17.21"]);
  registry = await startFakeRegistry();
  for (const name of names)
    for (const tag of ["1", "2"]) {
      const layers = [npmLayer({ lodash: "4.17.20", [`own-${name}`]: tag })];
      registry.tags.set(`team/${name}:${tag}`, registry.store.image({ layers }).digest);
    }
  test = await startFleet(folder, { kind: "embedded", folder: join(folder, "fleet") }, [registry.host]);
  await test.settled(12);
}, 120_000);
afterAll(async () => {
  await test[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

it.each([
  ["is empty", []],
  ["has less than half of them", ["team/a", "team/b"]],
])("drops nothing when the list of repositories %s, and says so", { timeout: 60_000 }, async (_, catalog) => {
  registry.catalog = catalog;
  await sweepAgain();
  expect(await listing()).toMatchObject({
    repositories: 6,
    note: expect.stringContaining(
      `its list has ${catalog.length} repositories, 6 before: nothing was dropped`,
    ) as string,
  });
  expect(await vulnerable()).toBe(12);
});

it(
  "believes a list that is a little shorter, drops nothing either, and has nothing to say",
  { timeout: 60_000 },
  async () => {
    registry.catalog = names.slice(1).map((name) => `team/${name}`);
    await sweepAgain();
    expect(await listing()).toMatchObject({ repositories: 6 });
    expect(await listing()).not.toHaveProperty("note");
    expect((await repository("a")).tags.count).toBe(2);
    registry.catalog = undefined;
  },
);

it(
  "drops nothing when the list of repositories breaks off at its second page, and says why",
  { timeout: 60_000 },
  async () => {
    registry.brokenPages = true;
    await sweepAgain();
    expect(await listing()).toMatchObject({
      repositories: 6,
      note: expect.stringMatching(/^its repositories are not listed: .*500/) as string,
    });
    expect(await vulnerable()).toBe(12);
    registry.brokenPages = false;
  },
);

it(
  "keeps a tag that the list lacks and the registry has, and closes one that is gone",
  { timeout: 60_000 },
  async () => {
    registry.hiddenTags.add("team/b:1").add("team/b:2").add("team/c:1");
    registry.tags.delete("team/d:1");
    await sweepAgain();
    for (const [name, tags] of Object.entries({ b: ["2", "1"], c: ["2", "1"], d: ["2"] }))
      expect((await repository(name)).rows.map(({ tag }) => tag).sort(), name).toEqual(tags.sort());
    expect(await vulnerable()).toBe(11);
    // A tag that is gone is asked for once.
    const asked = registry.asked.length;
    await sweepAgain();
    const urls = registry.asked.slice(asked).map(({ url }) => url);
    expect(urls).not.toContain("/v2/team/d/manifests/1");
    expect(urls).toContain("/v2/team/b/manifests/1");
  },
);
