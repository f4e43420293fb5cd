import fc from "fast-check";
import { expect, test } from "vitest";
import { buildFailure } from "./build-failure.ts";
import { readPlainOutput } from "./plain-output.ts";

// In the format of `docker build --progress=plain` of 20.10.
const text = `#1 [internal] load build definition from Dockerfile
#1 sha256:0000
#1 transferring dockerfile: 98B done
#1 DONE 0.1s

#4 [1/3] FROM docker.io/library/app
#4 CACHED

#5 [2/3] COPY . /c
#5 DONE 1.2s

#6 [3/3] RUN echo one && false
#6 0.315 one
#6 0.400 #7 [fake] step
#6 ERROR: executor failed running [/bin/sh -c echo one && false]: exit code: 1
#7 [x 1/1] RUN sleep 9
#7 ERROR: context canceled
------
 > [3/3] RUN echo one && false:
------
executor failed running [/bin/sh -c echo one && false]: exit code: 1
`;

test("parses steps, times and failure of an older docker command, split anywhere", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), (size) => {
      const steps: string[] = [];
      const output = readPlainOutput((name, end) =>
        steps.push(end === undefined ? name : `${name}: ${end.cached ? "cached" : end.seconds}`),
      );
      for (let at = 0; at < text.length; at += size) output.add(text.slice(at, at + size));
      expect(steps.slice(2)).toEqual([
        "[1/3] FROM docker.io/library/app",
        "[1/3] FROM docker.io/library/app: cached",
        "[2/3] COPY . /c",
        "[2/3] COPY . /c: 1.2",
        "[3/3] RUN echo one && false",
        "[x 1/1] RUN sleep 9",
      ]);
      expect(output.words().at(-1)).toContain("exit code: 1");
      expect(buildFailure(output, "app/Dockerfile", "exit 1").message).toBe(
        "The build of app/Dockerfile failed at: RUN echo one && false\n" +
          "executor failed running [/bin/sh -c echo one && false]: exit code: 1\nIts last lines:\n  one\n  #7 [fake] step",
      );
    }),
  );
});

test("uses the client's own message if a build never started", () => {
  const output = readPlainOutput(() => {});
  output.add("error during connect: the engine is gone\n");
  expect(output.failed()).toBeUndefined();
  expect(buildFailure(output, "Dockerfile", "exit 1").message).toContain("the engine is gone");
});

test("adds the engine's possible denial after the line to fix", () => {
  const output = readPlainOutput(() => {});
  output.add(text);
  const told: string[] = [];
  const { hint } = buildFailure(output, "Dockerfile", "exit 1", (words) => {
    told.push(words);
    return " See its log.";
  });
  expect(told).toEqual([expect.stringMatching(/exit code: 1\nIts last lines:\n {2}one\n/)]);
  expect(hint).toBe("Fix Dockerfile; the build must work before it can be hardened. See its log.");
});
