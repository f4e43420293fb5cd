import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createAnswers, type FleetAnswers } from "../../src/pipeline/fleet/ask.ts";
import type { SweepSettings } from "../../src/domain/fleet/registry-settings.ts";
import type { Fleet, FleetContext } from "../../src/pipeline/fleet/fleet.ts";
import { migrateFleet, openFleet, type DatabaseTarget } from "../../src/pipeline/fleet/open-fleet.ts";
import { leadFleet, workForFleet } from "../../src/pipeline/fleet/run-fleet.ts";
import { chooseRegistries } from "../../src/pipeline/fleet/targets.ts";
import { buildAdvisories } from "../../src/pipeline/verbs/advisories/build.ts";
import { recordRegistry } from "../../src/sources/fleet/record-sweep.ts";
import { emptyConfig } from "../../src/domain/settings/config.ts";
import { stoppableThread } from "../../src/sources/bounded/thread.ts";

const entry = new URL("../../src/cli.ts", import.meta.url);

export interface TestFleet extends AsyncDisposable {
  readonly fleet: Fleet;
  readonly answers: FleetAnswers;
  readonly reports: readonly string[];
  /** Answers a question by its name. */
  ask(name: string, input?: Readonly<Record<string, string>>): Promise<Record<string, unknown>>;
  /** Waits until the fleet says so, at most 60 s. */
  until(what: string, condition: () => Promise<boolean>): Promise<void>;
  /** Waits until each image that is found was read or refused, and judged. */
  settled(images: number): Promise<void>;
}

/** A fleet in this process, with its readers in threads. Everything of it is in `folder`. */
export async function startFleet(
  folder: string,
  target: DatabaseTarget,
  registries: readonly string[],
  {
    newest = 20,
    interval = 3_600,
    readers = 1,
    requests,
  }: Partial<Pick<SweepSettings, "newest" | "interval" | "requests">> & { readonly readers?: number } = {},
): Promise<TestFleet> {
  const stop = new AbortController();
  const reports: string[] = [];
  const context: FleetContext = {
    cwd: folder,
    version: "0",
    signal: stop.signal,
    config: emptyConfig,
    cacheFolder: join(folder, "cache"),
    advisoriesFolder: join(folder, "store"),
    env: { PATH: process.env["PATH"], HOME: folder },
    now: () => new Date().toISOString(),
    report: (message) => void reports.push(message),
    openThread: (memoryMegabytes) =>
      stoppableThread({ entry, ...(memoryMegabytes !== undefined && { memoryMegabytes }) }),
  };
  if (target.kind === "server") await migrateFleet(target, context);
  const fleet = await openFleet(target, context, { supervise: true });
  const settings = { tags: ["*"], newest, platforms: [], interval, ...(requests && { requests }) };
  for (const { host, settings: chosen } of chooseRegistries(registries, settings))
    await recordRegistry(fleet.database.query, host, chosen);
  const running = Promise.all([leadFleet(fleet, { selfCheck: false }), workForFleet(fleet, readers)]);
  const answers = createAnswers(fleet.database.query, context);
  const ask: TestFleet["ask"] = async (name, input = {}) => {
    const question = answers.questions.find((each) => each.name === name);
    if (question === undefined) throw new Error(`there is no question ${name}`);
    return (await answers.ask(question, input)) ?? {};
  };
  const until: TestFleet["until"] = async (what, condition) => {
    for (const begin = performance.now(); !(await condition());) {
      if (performance.now() - begin > 60_000) throw new Error(`not within 60 s: ${what}; ${reports.join("; ")}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  return {
    fleet,
    answers,
    reports,
    ask,
    until,
    settled: (images) =>
      until(`${images} images`, async () => {
        const [row] = await fleet.database.query<{ open: number; done: number; unjudged: number }>(
          `select count(*) filter (where live and state = 'known')::int as open, count(*) filter (where state in ('read', 'refused'))::int as done,
             (select count(*)::int from package where result is null) as unjudged from image`,
        );
        return row !== undefined && row.open === 0 && row.done >= images && row.unjudged === 0;
      }),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
      await fleet[Symbol.asyncDispose]();
    },
  };
}

/** Advisories about npm packages, each `ID NAME FIXED [CVE]`, as the store of a folder. */
export async function writeStore(folder: string, advisories: readonly string[]): Promise<void> {
  await writeFeed(folder, advisories);
  await buildAdvisories({
    cwd: folder,
    inputs: ["feeds"],
    output: join(folder, "store"),
    now: new Date().toISOString(),
    progress: () => {},
  });
}

/** The same as a feed of OSV records in `feeds`, for `advisories build`. */
export async function writeFeed(folder: string, advisories: readonly string[]): Promise<void> {
  await mkdir(join(folder, "feeds"), { recursive: true });
  const records = advisories.map((line) => {
    const [id, name, fixed, ...aliases] = line.split(" ");
    return JSON.stringify({
      id,
      aliases,
      modified: "2026-01-01T00:00:00Z",
      published: "2026-01-01T00:00:00Z",
      summary: `a vulnerability of ${name}`,
      affected: [
        {
          package: { ecosystem: "npm", name },
          ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed }] }],
        },
      ],
    });
  });
  await writeFile(join(folder, "feeds", "npm.jsonl"), records.join("\n"));
}
