import { decide, noConsent, ownLists } from "../../../src/consent/decide.ts";
import { defaultCapabilities, type Capability } from "../../../src/domain/profile/capability.ts";
import { emptyCache } from "../../../src/proof/experiment/result-cache.ts";
import type { ExperimentRunner } from "../../../src/proof/experiment/experiment-runner.ts";
import { createExperimentRunner } from "../../../src/proof/experiment/create-experiment-runner.ts";
import { learnCapabilities } from "../../../src/proof/learn/lessons/capabilities.ts";
import { learnUser } from "../../../src/proof/learn/lessons/user.ts";
import { observeReference } from "../../../src/proof/learn/observe-reference.ts";
import { questionOf, trialIds } from "../../../src/proof/trial/trial-ids.ts";
import type { ImageSummary, EngineSession } from "../../../src/sources/engine/types.ts";
import type { Server } from "../../../test/images/four.ts";
import { ddmin, oneByOne, type Ask } from "./strategies.ts";

export interface LearnRow {
  readonly image: string;
  readonly method: string;
  /** Distinct sets that were asked about. */
  readonly questions: number;
  /** Containers that ran: a failing question is run twice. */
  readonly containers: number;
  readonly seconds: number;
  readonly found: readonly Capability[];
  /** It is a least set that is known for this image. */
  readonly right: boolean;
}

type Method = (runner: ExperimentRunner) => Promise<readonly Capability[]>;

/** Every method with the same oracle: same baseline, same repetition of failures, from the same 14 capabilities. */
export async function benchServer(
  session: EngineSession,
  server: Server,
  imageSummary: ImageSummary,
  say: (text: string) => void,
): Promise<LearnRow[]> {
  const { image, workload } = server;
  const permit = decide([ownLists], noConsent);
  const request = {
    image,
    imageSummary,
    workload,
    permit,
    progress: () => {},
    trialIds: trialIds(),
    known: emptyCache,
  };
  const { reference: base, seen } = await observeReference(session, request);
  const unseen = { method: "trials" as const, reason: "not looked at", capabilities: [] };
  const asking =
    (user: string) =>
    (runner: ExperimentRunner): Ask =>
    async (set) =>
      (await runner.run(set.join(", "), { user, dropAll: true, addCapabilities: set.toSorted() }, { tolerant: true }))
        .passes;

  const open = () =>
    createExperimentRunner(session, { ...request, reference: base, workload: base.workload, stage: "bench" });
  const { restrictions } = await learnUser(open(), {}, seen.processes, async () => []);
  const ask = asking(restrictions.user ?? "0:0");
  const methods: Readonly<Record<string, Method>> = {
    "ours, traced": async (runner) => (await learnCapabilities(runner, restrictions, seen.capabilities, true)).required,
    "ours, not traced": async (runner) => (await learnCapabilities(runner, restrictions, unseen, true)).required,
    ddmin: (runner) => ddmin(defaultCapabilities, ask(runner)),
    "one by one": (runner) => oneByOne(defaultCapabilities, ask(runner)),
  };
  const rows: LearnRow[] = [];
  for (const [method, find] of Object.entries(methods)) {
    const runner = open();
    const begin = performance.now();
    const found = (await find(runner)).toSorted();
    const trials = runner.trials.slice(base.ran.length);
    const row: LearnRow = {
      image: server.name,
      method,
      questions: new Set(trials.map(({ id }) => questionOf(id))).size,
      containers: trials.length,
      seconds: (performance.now() - begin) / 1000,
      found,
      right:
        server.needs.length === found.length &&
        server.needs.every((either) => either.some((name) => found.includes(name))),
    };
    say(
      `${row.image}, ${method}: ${row.questions} questions, ${row.containers} containers, ${row.seconds.toFixed(1)} s`,
    );
    rows.push(row);
  }
  return rows;
}
