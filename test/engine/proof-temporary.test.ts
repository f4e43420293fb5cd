import { afterAll, beforeAll, expect, test } from "vitest";
import type { Restrictions } from "../../src/domain/profile/restrictions.ts";
import type { Workload } from "../../src/domain/workload/workload.ts";
import { runReference } from "../../src/proof/experiment/run-reference.ts";
import { createExperimentRunner } from "../../src/proof/experiment/create-experiment-runner.ts";
import { learnTemporaryFiles } from "../../src/proof/learn/lessons/temporary-files.ts";
import { lookAtImage } from "../../src/proof/observe/files/image-look.ts";
import { tmpfsCandidates, type Look } from "../../src/proof/observe/files/tmpfs-candidates.ts";
import { trialIds } from "../../src/proof/trial/trial-ids.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { inspectImage, runTag } from "../../src/sources/engine/images/images.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { tarOf } from "../images/archive.ts";
import { permit } from "../permits.ts";
import { compiled, noCompiler } from "./compiled.ts";
import { proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const progress = () => {};
const tmp = { path: "/tmp", mode: "1777", uid: 0, gid: 0, sizeBytes: 16 * 1024 * 1024 };
const page = { path: "www/index.html", content: "hello\n" };

/** What the lesson on temporary files says of a read-only container in which nothing was seen written. */
async function temporaryOf(image: ProofImage, workload: Workload, current: Restrictions = { readOnlyRootfs: true }) {
  const request = { ...image, workload, trialIds: trialIds(), progress };
  const base = await runReference(session, request);
  const runner = createExperimentRunner(session, {
    ...request,
    workload: base.workload,
    reference: base,
    stage: "learn",
  });
  const inImage = <T>(use: (look: Look) => Promise<T>) => lookAtImage(session, image.image, use);
  const none = () => inImage((look) => tmpfsCandidates([], look));
  const { restrictions } = await learnTemporaryFiles(runner, current, none, inImage);
  return { mounts: restrictions.tmpfs, asked: runner.trials.length - base.ran.length };
}

test("makes /tmp of a read-only container a tmpfs, without a trial if it is empty in the image", async () => {
  const image = await proofImage(session, "empty-tmp", serve, { files: [page] });
  const workload = webWorkload({ restart: false });
  expect(await temporaryOf(image, workload)).toMatchObject({ mounts: [tmp], asked: 0 });
  const other = { ...tmp, path: "/run", mode: "755" };
  const both = await temporaryOf(image, workload, { readOnlyRootfs: true, tmpfs: [other] });
  expect(both.mounts).toMatchObject([other, tmp]);
  // A writable root needs none, and a place that is mounted has what the deployment gives.
  expect(await temporaryOf(image, workload, {})).toEqual({ asked: 0 });
  expect(await temporaryOf(image, workload, { readOnlyRootfs: true, tmpfs: [tmp] })).toEqual({ asked: 0 });
  const volumes = [{ name: "temporary", path: "/tmp" }];
  expect(await temporaryOf(image, { ...workload, volumes })).toEqual({ asked: 0 });
});

test("makes /tmp with files of the image a tmpfs only if they are not needed", async () => {
  const files = [page, { path: "tmp/conf", content: "8080" }];
  const workload = webWorkload({ restart: false });
  const spare = await proofImage(session, "spare-tmp", serve, { files });
  expect(await temporaryOf(spare, workload)).toMatchObject({ mounts: [tmp], asked: 1 });
  const needed = await proofImage(session, "needed-tmp", `cat /tmp/conf || exit 1; ${serve}`, { files });
  const { mounts, asked } = await temporaryOf(needed, workload);
  expect(mounts).toBeUndefined();
  expect(asked).toBeGreaterThan(0);
});

test("adds no tmpfs to an image without /tmp", async (context) => {
  await using server = await compiled("#include <unistd.h>\nint main(void) { for (;;) pause(); }");
  if (server === undefined) return context.skip(noCompiler);
  const image = runTag(session, "no-tmp");
  const [repo, tag] = image.split(/:(?=[^/:]+$)/u);
  session.defer(`image ${image}`, () =>
    session.engine.call({ method: "DELETE", path: `/images/${image}`, accept: [404] }),
  );
  const answer = await session.engine.open({
    method: "POST",
    path: "/images/create",
    query: { fromSrc: "-", repo, tag, changes: 'CMD ["/server"]' },
    body: tarOf([{ path: "server", mode: 0o755, content: server.bytes }]),
  });
  for await (const _ of answer);
  const imageSummary = await inspectImage(session.engine, image);
  if (imageSummary === undefined) throw new Error(`${image} was not made`);
  const workload = webWorkload({
    ready: { kind: "running", forMs: 300 },
    restart: false,
    stop: { timeoutMs: 300, exitCodes: [137] },
  });
  expect(await temporaryOf({ image, imageSummary, permit }, workload)).toEqual({ asked: 0 });
});
