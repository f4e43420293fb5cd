// Every safe and proven fix, on Dockerfiles that are built, compared and run before and after.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { differences, undeclared, type Difference } from "../../src/proof/image-build/compare-built.ts";
import { rules } from "../../src/rules/index.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { Engine, EngineSession } from "../../src/sources/engine/types.ts";
import {
  buildText,
  fixtureNames,
  fixtureOf,
  proofBases,
  runImage,
  type BaseContexts,
  type BuiltText,
} from "./proof-set.ts";
import { long } from "../long.ts";
import { noWholeNpm } from "../images/npm-folder.ts";
import { legacyBuilder, olderBuildKit } from "./older.ts";
import { notBuiltHere, proofTable } from "./proof-table.ts";

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
const sizes: { readonly name: string; readonly before: number; readonly after: number }[] = [];
let engine: Engine;
let bases: (fixture: string) => BaseContexts;
let session: EngineSession;

beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
  bases = await proofBases(session);
});

afterAll(async () => {
  await session[Symbol.asyncDispose]();
  const lines = sizes
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, before, after }) => `  ${name.padEnd(18)} ${megabytes(before)} -> ${megabytes(after)}\n`);
  const saved = sizes.reduce((sum, { before, after }) => sum + before - after, 0);
  process.stdout.write(`Proof set, image sizes before and after its fixes:\n${lines.join("")}`);
  process.stdout.write(`Proof set: ${sizes.length} images, ${megabytes(saved)} saved in total\n`);
  if (sizes.length > 20) expect(saved).toBeGreaterThan(0);
});

test("has 25 Dockerfiles or more, each with a row in the table", () => {
  expect(fixtureNames.length).toBeGreaterThanOrEqual(25);
  expect(Object.keys(proofTable).sort()).toEqual(fixtureNames);
});

test("covers every safe and proven fix of a Dockerfile, or explains its absence", () => {
  const fixing = rules.filter(
    ({ fix, needs }) =>
      fix !== "none" && fix !== "suggested" && !needs.includes("runLines") && !needs.includes("containers"),
  );
  const applied = new Set<string>();
  for (const name of fixtureNames) for (const { rule } of fixtureOf(name).fixed.applied) applied.add(rule);
  const missing = fixing.map(({ id }) => id).filter((id) => !applied.has(id));
  expect(missing.toSorted()).toEqual(Object.keys(notBuiltHere).toSorted());
});

/** Two Dockerfiles at a time, on two cores. */
let busy = 0;
const waiting: (() => void)[] = [];
async function inTurn(work: () => Promise<void>): Promise<void> {
  if (busy < 2) busy++;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) busy--;
    else next();
  }
}

/** What two builds of one Dockerfile did not share: in the others it is no surprise. The long run asks each for its own. */
const noises: Difference[] = [];

/** Of the Dockerfiles so many that each fix is in one of them: again and again that with the most fixes that are missing yet. */
function withEachFix(): ReadonlySet<string> {
  const chosen = new Set<string>();
  let left = fixtureNames.map((name) => ({
    name,
    rules: new Set(fixtureOf(name).fixed.applied.map(({ rule }) => rule)),
  }));
  for (;;) {
    const best = left.reduce((most, one) => (one.rules.size > most.rules.size ? one : most));
    if (best.rules.size === 0) return chosen;
    chosen.add(best.name);
    left = left.map(({ name, rules }) => ({ name, rules: rules.difference(best.rules) }));
  }
}
/** A heredoc, TARGETPLATFORM in FROM, several files copied to a folder without a slash. */
const buildKitOnly: ReadonlySet<string> = new Set(["apt-heredoc", "go-build", "npm-lock"]);
const isBuilt = long ? new Set(fixtureNames) : withEachFix();

describe.concurrent("a fixed Dockerfile builds the same image except for declared changes", () => {
  test.for(fixtureNames)("%s", { timeout: 900_000 }, async (name, { skip }) => {
    if (!isBuilt.has(name)) skip("in the long run: others have its fixes");
    if (name === "apt-heredoc" && olderBuildKit !== undefined) skip(olderBuildKit);
    if (buildKitOnly.has(name) && legacyBuilder !== undefined) skip(legacyBuilder);
    if (name.startsWith("npm-") && noWholeNpm !== undefined) skip(noWholeNpm);
    const expected = proofTable[name];
    if (expected === undefined) throw new Error(`${name} is not in the table`);
    const fixture = fixtureOf(name);
    const { original, fixed, again } = fixture;
    const applied = new Set<string>(fixed.applied.map(({ rule }) => rule));
    expect([...applied]).toEqual(expect.arrayContaining([...expected.fixes]));
    for (const rule of expected.keeps ?? []) {
      expect(applied).not.toContain(rule);
      expect(fixture.found).toContain(rule);
    }
    for (const text of expected.holds ?? []) expect(fixed.text).toContain(text);
    expect(fixed.dropped).toEqual([]);
    expect(again.text).toBe(fixed.text);
    await inTurn(async () => {
      await using own = await openEngineSession(engine);
      const built = (text: string, called: string) =>
        buildText(own, fixture, {
          text,
          name: called,
          contexts: bases(name),
          cacheFolder: join(session.folder, "layers"),
        });
      const declared = fixed.applied.flatMap(({ delta }) => delta);
      const before = await built(original, "original");
      const surprises = async (of: BuiltText, noise: readonly Difference[]) =>
        undeclared(await differences(before.facts, of.facts, own.signal), noise, declared);
      const after = await built(fixed.text, "fixed");
      let found = await surprises(after, long ? [] : noises);
      // Where something differs that nobody declared, the noise of two equal builds is asked for. One after the other: BuildKit joins
      // equal builds that run at once into one, and there would be no noise to see.
      if (found.length > 0) {
        const noise = await differences(before.facts, (await built(original, "again")).facts, own.signal);
        noises.push(...noise);
        found = await surprises(after, noise);
        // As harden does: what two builds of the fixed text do not share is noise that the original's two did not show.
        if (found.length > 0) {
          const more = await surprises(await built(fixed.text, "more"), noise);
          found = found.filter((path) => more.includes(path));
        }
      }
      expect(found).toEqual(expected.differs ?? []);
      if (expected.differs !== undefined) return;
      const [ran, runs] = [await runImage(own, before.tag, expected), await runImage(own, after.tag, expected)];
      expect(ran.stdout + (ran.answer ?? "")).not.toBe("");
      expect({ ...runs, exitCode: 0 }).toEqual({ ...ran, exitCode: 0 });
      expect([ran.exitCode, runs.exitCode]).toEqual(expected.exits ?? [0, 0]);
      sizes.push({ name, before: before.facts.info.sizeBytes, after: after.facts.info.sizeBytes });
    });
  });
});
