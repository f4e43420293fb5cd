// `npm run soak:safe -- [--rule RULE]... [--count N] [--long] [--seed TEXT] [--minutes N] [--state FOLDER] [--workers N]`: Dockerfiles are generated around every rule whose best fix is safe. Where the fix
// is offered as safe, the repository is built before and after it and compared: exit codes, files, settings, children, and what containers print. An engine of its own, real apt, pip and
// dnf 4 on local archives. Exit 0: nothing differs. 1: differences, kept in the folder of --state. 2: it could not run.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "../../src/domain/failure.ts";
import { basesVersion, makeBases, makeRoots } from "./safe/engine/base-images.ts";
import { holdEngine } from "./safe/engine/engine-holder.ts";
import { startEngine } from "./safe/engine/soak-engine.ts";
import { loadGrammar, safeRules } from "./safe/grammars.ts";
import { judgeCase } from "./safe/judge/judge-case.ts";
import { askProduct } from "./safe/offer.ts";
import { soakRule, type Row } from "./safe/soak-rule.ts";
import { table } from "./safe/table.ts";
import { openVerdicts } from "./safe/verdicts.ts";

const { values } = parseArgs({
  options: {
    rule: { type: "string", multiple: true, default: [] },
    count: { type: "string" },
    long: { type: "boolean", default: false },
    seed: { type: "string" },
    minutes: { type: "string" },
    state: { type: "string" },
    workers: { type: "string", default: "2" },
  },
});

const say = (text: string): void => console.log(text);

async function main(): Promise<number> {
  const seed = values.seed ?? String(Date.now() % 1_000_000);
  const named = values.rule.map((name) => {
    const rule = safeRules.find((id) => id === name);
    if (rule === undefined)
      throw new Failure("bad-usage", `no safe fix has ${name}`, { hint: `Rules: ${safeRules.join(", ")}.` });
    return rule;
  });
  const grammars = await Promise.all((named.length > 0 ? named : safeRules).map(loadGrammar));
  // Rules that reason about commands first: they are what the soak is for.
  grammars.sort((a, b) => Number(b.commands) - Number(a.commands));
  const stopping = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort(new Error(name)));
  const until = values.minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(values.minutes) * 60_000;
  const scratch = await mkdtemp(join(tmpdir(), "hullproof-soak-"));
  const state = values.state === undefined ? join(scratch, "state") : resolve(values.state);
  const rows: Row[] = [];
  say(`seed ${seed}; repeat with --seed ${seed}`);
  try {
    await makeRoots(state, say, stopping.signal);
    const archives = join(scratch, "archives");
    await using engines = holdEngine(async () => {
      const engine = await startEngine(archives, stopping.signal);
      await makeBases(engine, { state, archives });
      return engine;
    }, say);
    const verdicts = openVerdicts(state);
    const noisy = new Set<string>();
    let last = Date.now();
    for (const grammar of grammars) {
      const over = (): boolean => stopping.signal.aborted || Date.now() > until;
      if (over()) break;
      const row = await soakRule(grammar, {
        seed,
        state,
        scratch,
        over,
        verdicts,
        bases: basesVersion(),
        workers: Number(values.workers),
        ask: askProduct,
        report: say,
        count:
          values.count === undefined ? (grammar.commands ? 300 : 100) * (values.long ? 20 : 1) : Number(values.count),
        judge: (id, one, offer) => engines.use((engine) => judgeCase({ engine, noisy }, id, one, offer, scratch)),
        progress: ({ rule, generated, offered, built, differing }) => {
          if (Date.now() - last < 10_000) return;
          last = Date.now();
          say(`${rule}: ${generated} generated, ${offered} offered as safe, ${built} built, ${differing} differ`);
        },
      });
      rows.push(row);
      say(`${row.rule}: done`);
    }
  } finally {
    if (rows.length > 0) say(table(rows));
    if (values.state === undefined && rows.every(({ differing }) => differing === 0))
      await rm(scratch, { recursive: true, force: true });
  }
  if (rows.some(({ differing }) => differing > 0)) return 1;
  return stopping.signal.aborted || rows.some(({ broken }) => broken.length > 0) ? 2 : 0;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Failure ? `soak: ${error.message}\n${error.hint}` : error);
  return 2;
});
