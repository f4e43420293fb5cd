// `npm run bench:image [-- --images small,mid --rounds 3 --json FILE]`, or with `--before CHECKOUT`: see docs/benchmarks.md.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchBefore } from "./bench/image/before.ts";
import { engineRows } from "./bench/image/engine-rows.ts";
import { ensureFixtures, fixtureNames, type Fixture, type FixtureName } from "./bench/image/fixtures.ts";
import { gnuTime } from "./bench/image/measure.ts";
import { ourselves } from "./bench/image/ourselves.ts";
import { snyk, trivy } from "./bench/image/peers.ts";
import { benchImage, type Row } from "./bench/image/rows.ts";
import { syft } from "./bench/image/syft.ts";

const { values } = parseArgs({
  options: {
    images: { type: "string", default: fixtureNames.join(",") },
    rounds: { type: "string", default: "3" },
    json: { type: "string" },
    before: { type: "string" },
    alone: { type: "boolean", default: false },
    engine: { type: "boolean", default: false },
  },
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const wanted = values.images.split(",").map((name): FixtureName => {
  const known = fixtureNames.find((one) => one === name);
  if (known === undefined) throw new Error(`no image ${name}; there are ${fixtureNames.join(", ")}`);
  return known;
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds takes a number from 1");
if (!existsSync(gnuTime)) throw new Error("GNU time is missing; on Debian: apt-get install time");
const { HULLPROOF_BENCH, XDG_CACHE_HOME } = process.env;
const cache = HULLPROOF_BENCH || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "hullproof-bench");
const scratch = mkdtempSync(join(tmpdir(), "hullproof-bench-"));
try {
  mkdirSync(cache, { recursive: true });
  const fixtures = await ensureFixtures(cache, wanted, say);
  const figures = values.before === undefined ? besidePeers(fixtures) : besideBefore(fixtures, values.before);
  const { missed, ...written } = figures;
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ node: process.version, rounds, ...written }, undefined, 2)}\n`);
  if (missed > 0) {
    say(`hullproof missed ${missed} packages that others found`);
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** The version of this checkout against that of another one, in turn. */
function besideBefore(fixtures: readonly Fixture[], checkout: string) {
  const before = ourselves(cache, scratch, checkout, "hullproof-before");
  const now = ourselves(cache, scratch);
  const rows = fixtures.flatMap((fixture) => benchBefore(fixture, before, now, { rounds, scratch, say }));
  console.table(rows);
  return { rows, missed: rows.reduce((sum, { missed }) => sum + missed, 0) };
}

function besidePeers(fixtures: readonly Fixture[]) {
  const us = ourselves(cache, scratch);
  const peers = values.alone ? [] : [trivy(cache, scratch), syft(scratch), snyk(cache, scratch)];
  for (const peer of peers)
    say("missing" in peer ? `without ${peer.name}: ${peer.missing}` : `${peer.name} ${peer.version}`);
  const rows: Row[] = [];
  let missed = 0;
  for (const fixture of fixtures) {
    const bench = benchImage(fixture, us, peers, { rounds, scratch, say });
    rows.push(...bench.rows);
    missed += bench.missed;
  }
  const engine = values.engine ? engineRows(fixtures, rounds, say) : [];
  console.table(rows.map(({ image, form, tool, ...figures }) => ({ image, form, tool, ...figures })));
  if (engine.length > 0) console.table(engine);
  const about = peers.map(({ name, ...more }) => ({
    name,
    ...("version" in more ? { version: more.version } : { missing: more.missing }),
  }));
  return { peers: about, rows, engine, missed };
}
