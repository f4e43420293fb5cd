import { afterAll, beforeAll, expect, test } from "vitest";
import { learn } from "../../src/proof/learn/learn.ts";
import { questionOf } from "../../src/proof/trial/trial-ids.ts";
import { verify } from "../../src/proof/verify/verify.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { inspectImage } from "../../src/sources/engine/images/images.ts";
import { permitFor } from "../permits.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { ensureServers, servers } from "../images/four.ts";
import { long } from "../long.ts";

const name = long ? "" : " (some minutes each: npm run test:long)";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

test.skipIf(!long).each(servers)(
  `$name: exactly what it needs, in as few trials as promised, and 10 of 10 under everything together${name}`,
  async ({ name: server, image, workload, needs, tmpfs, trials }) => {
    await ensureServers(() => {}, [server]);
    const imageSummary = await inspectImage(session.engine, image);
    if (imageSummary === undefined) throw new Error(`${image} was not built`);
    const permit = await permitFor(workload);
    const request = { image, imageSummary, imageName: image, workload, permit, progress: () => {} };
    const { profile, trials: ran, witnesses, suggestions, observed } = await learn(session, request);
    const { required } = profile.capabilities;
    expect(required).toHaveLength(needs.length);
    for (const either of needs) expect(either.some((one) => required.includes(one))).toBe(true);
    expect(profile.tmpfs.map(({ path }) => path)).toEqual(tmpfs);
    expect(profile).toMatchObject({ noNewPrivileges: true, readOnlyRootfs: true });
    if (observed.method === "tracepoint") {
      const asked = ran
        .filter(({ title }) => /^with(?: only|out any capability)/u.test(title))
        .map(({ id }) => questionOf(id));
      expect(new Set(asked).size).toBeLessThanOrEqual(trials);
    }
    for (const { trials: broke, restrictions } of witnesses) {
      // One alone decides where chance is impossible.
      expect(broke.length).toBeGreaterThanOrEqual(1);
      expect(restrictions).toBeDefined();
    }
    // Root that only steps down: proposed with proof, but for the one that is nobody's root.
    expect(suggestions).toHaveLength(profile.user.uid === 0 ? 1 : 0);
    const { proof } = await verify(session, { ...request, profile, runs: 10 });
    expect(proof).toMatchObject({ verdict: "holds", detail: expect.stringMatching(/^10 of 10 runs/u) as string });
  },
  900_000,
);
