import { afterAll, beforeAll, expect, test } from "vitest";
import { learn } from "../../src/proof/learn/learn.ts";
import type { Learned } from "../../src/domain/profile/learned.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openRun } from "../../src/sources/engine/run/open-run.ts";
import type { Run } from "../../src/sources/engine/types.ts";
import { compiled, noCompiler } from "./compiled.ts";
import { droppingServer } from "./dropping-server.ts";
import { get, proofImage, webWorkload } from "./proof-image.ts";

let run: Run;
let program: Buffer | undefined;
beforeAll(async () => {
  run = await openRun(await connect());
  await using built = await compiled(droppingServer);
  program = built?.bytes;
});
afterAll(() => run[Symbol.asyncDispose]());

/** A workload of one request, as a page that is looked at once. */
async function learned(args: readonly string[]): Promise<Learned> {
  const image = await proofImage(run, "drops", "true", {
    files: [{ path: "server", mode: 0o755, content: program ?? "" }, { path: "srv/" }],
  });
  const workload = webWorkload({
    entrypoint: ["/server"],
    command: args,
    steps: [get("/")],
    load: { clients: 4, forMs: 500 },
  });
  const begin = Date.now();
  const messages: string[] = [];
  const answer = await learn(run, {
    ...image,
    imageName: "drops",
    workload,
    progress: ({ message }) => messages.push(`${((Date.now() - begin) / 1000).toFixed(1)} ${message}`),
  });
  if (process.env["SHOW"])
    console.log(
      messages.join("\n"),
      JSON.stringify(
        {
          ...answer.profile,
          workload: 0,
          seccomp: 0,
          witnesses: answer.profile.witnesses?.map(({ restrictions: _, ...w }) => w),
        },
        null,
        1,
      ),
      answer.proofs.at(-1),
    );
  return answer;
}

test("a quiet server", async ({ skip }) => {
  if (program === undefined) return skip(noCompiler);
  const { profile, proofs } = await learned([]);
  expect(proofs.at(-1)).toMatchObject({ verdict: "holds" });
  expect(profile.capabilities.required).toEqual([]);
});
