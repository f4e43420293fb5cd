import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProgressEvent } from "../../src/domain/progress.ts";
import type { ResultCache } from "../../src/proof/experiment/result-cache.ts";
import { learn } from "../../src/proof/learn/learn.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";

let session: EngineSession;
let image: ProofImage;
beforeAll(async () => {
  session = await openEngineSession(await connect());
  const page = { path: "www/index.html", mode: 0o644, content: "hello" };
  image = await proofImage(session, "order", `set -e; chown 1000 /srv; ${serve}`, { files: [page, { path: "srv/" }] });
});
afterAll(() => session[Symbol.asyncDispose]());

/** As the cache on disk keeps it: text. */
function keptAnswers(): ResultCache {
  const answers = new Map<string, string>();
  return {
    get: async (question) => JSON.parse(answers.get(JSON.stringify(question)) ?? "null") ?? undefined,
    put: async (question, answer) => void answers.set(JSON.stringify(question), JSON.stringify(answer)),
  };
}

/** Titles of questions in their order, each run of it once; figures vary with the machine. */
async function askedBy(
  known: ResultCache,
  stopAfter = Infinity,
): Promise<{ readonly titles: string[]; readonly hasKeptReference: boolean }> {
  let count = 0;
  const progress = ({ trial }: ProgressEvent) => {
    if (trial !== undefined && ++count > stopAfter) throw new Error("interrupted");
  };
  const workload = webWorkload({ restart: false });
  const { trials } = await learn(session, { ...image, imageName: "order", workload, progress, known });
  const first = trials.filter(({ id }) => !id.includes("."));
  const titles = first.map(({ title }) => title.replaceAll(/\d+(?:\.\d+)?/gu, "N"));
  return { titles, hasKeptReference: trials.slice(0, 2).every(({ kept }) => kept === true) };
}

test("repeats the experiments of an interrupted learn in the same order", { timeout: 400_000 }, async () => {
  const whole = await askedBy(keptAnswers());
  const known = keptAnswers();
  await expect(askedBy(known, 2)).rejects.toThrow("interrupted");
  const again = await askedBy(known);
  expect(again.titles).toEqual(whole.titles);
  expect(again.hasKeptReference).toBe(true);
});
