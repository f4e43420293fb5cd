import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinRuns } from "../../src/edits/edit.ts";
import { applyEdits } from "../../src/fixes/apply.ts";
import { joinCase } from "../../src/proof/fix/join-case.ts";
import { sameFailures } from "../../src/proof/fix/same-failures.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import { tinyImage } from "../images/tiny.ts";
import { objectsOf } from "./fixture.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  expect(await objectsOf(session.engine, session.id)).toEqual([]);
});

async function judged(before: string, after: string): Promise<string> {
  const found = joinCase(`FROM x\n${before}`, `FROM x\n${after}`);
  if (found === undefined) throw new Error("no join");
  const { problem, unjudged } = await sameFailures(session, tinyImage, found);
  return problem ?? unjudged ?? "the same";
}

describe("a wrong join is told apart without running a single command of it", () => {
  it.each([
    [
      "|| true takes in the first",
      "RUN make\nRUN test -f x || true\n",
      "RUN make && test -f x || true\n",
      /^when `make` fails, `test -f x`|^when `make` fails, the build goes on/,
    ],
    [";", "RUN make\nRUN touch x\n", "RUN make; touch x\n", /^when `make` fails, `touch x` runs, which it did not/],
    [
      "cd",
      "RUN cd /var && make\nRUN touch x\n",
      "RUN cd /var && make && touch x\n",
      /^`touch x` runs in \/var in place of \//,
    ],
    [
      "a folder that the image lacks",
      "RUN cd /new && make\nRUN touch x\n",
      "RUN cd /new && make && touch x\n",
      /`touch x` runs in \/new/,
    ],
    [
      "export",
      "RUN export A=1 && make\nRUN touch x\n",
      "RUN export A=1 && make && touch x\n",
      /`touch x` sees other exported variables/,
    ],
    [
      "a variable",
      "RUN A=1; make\nRUN touch x$A\n",
      "RUN { A=1; make; } && touch x$A\n",
      /`touch x\$A` is given other words: \[x1\]|other words/,
    ],
    [
      "umask",
      "RUN umask 077 && make\nRUN touch x\n",
      "RUN umask 077 && make && touch x\n",
      /umask 0?077 in place of 0?022/,
    ],
    ["exit", "RUN make || exit 0\nRUN touch x\n", "RUN make || exit 0 && touch x\n", /`touch x`/],
    [
      "set -e that goes on",
      "RUN set -e; make\nRUN a; b\n",
      "RUN set -e; make && { a; b; }\n",
      /^when `a` fails, `b` does not run any more/,
    ],
  ])("%s", async (_, before, after, expected) => {
    expect(await judged(before, after)).toMatch(expected);
  });
});

it("a right one passes: as the edit of the rules makes it, loops, pipes and substitutions included", async () => {
  const bodies = [
    ["apt-get update", "apt-get install -y curl"],
    ["cd /var && make", "touch x"],
    ["a || true", "b"],
    ["a", "b || c; d"],
    ["for i in 1 2; do a $i | b; done", "until ping; do sleep 1; done"],
    ['if [ -n "$X" ]; then a; else b "$(c)"; fi', "X=1 d && exec e"],
    ["export A=1; a", "umask 077; b"],
    ["sh -c 'a; b'", "env A=1 b"],
  ];
  for (const [first, second] of bodies) {
    const text = `FROM x\nRUN ${first}\nRUN ${second}\n`;
    const source = parseDockerfile("Dockerfile", text);
    const [one, two] = source.instructions.slice(1);
    const edits = one && two && joinRuns({ ...source, file: "Dockerfile" }, one, two);
    if (edits === undefined) throw new Error(`not joined: ${text}`);
    const found = joinCase(text, applyEdits(text, edits));
    if (found === undefined) throw new Error(`no join seen: ${text}`);
    expect(await sameFailures(session, tinyImage, found), text).toEqual({});
  }
});

it("says so when the scripts cannot be run there", async () => {
  const found = joinCase("FROM x\nRUN a\nRUN b\n", "FROM x\nRUN a && b\n");
  if (found === undefined) throw new Error("no join");
  expect((await sameFailures(session, tinyImage, { ...found, shell: ["/bin/none", "-c"] })).unjudged).toContain(
    "/bin/none",
  );
});
