import fc from "fast-check";
import { expect, test } from "vitest";
import { buildFailure } from "./build-failure.ts";
import { readBuildOutput } from "./build-output.ts";

// Output of buildx for a failing step; once indented (0.13), and once with one object per line (newer).
const statuses = [
  {
    vertexes: [
      { digest: "sha256:1", name: "[1/2] COPY . /c" },
      { digest: "sha256:2", name: '[2/2] RUN echo "{" && false' },
    ],
  },
  {
    vertexes: [
      {
        digest: "sha256:1",
        name: "[1/2] COPY . /c",
        started: "2026-01-01T00:00:00Z",
        completed: "2026-01-01T00:00:01.5Z",
      },
    ],
  },
  { vertexes: [{ digest: "sha256:2", name: '[2/2] RUN echo "{" && false', started: "2026-01-01T00:00:02Z" }] },
  { logs: [{ vertex: "sha256:2", stream: 1, data: Buffer.from("one {\n").toString("base64") }] },
  { logs: [{ vertex: "sha256:2", stream: 2, data: Buffer.from("two }\n").toString("base64") }] },
  {
    vertexes: [
      {
        digest: "sha256:2",
        name: '[2/2] RUN echo "{" && false',
        started: "2026-01-01T00:00:02Z",
        error: "exit code: 1",
      },
    ],
  },
];
const ending =
  'x.Dockerfile:3\n--------------------\n   3 | >>> RUN echo "{" && false\n--------------------\nERROR: failed to solve: exit code: 1\n';
const spellings = [2, 0].map(
  (indent) => statuses.map((status) => `${JSON.stringify(status, null, indent)}\n`).join("") + ending,
);

test("parses both formats equally, split anywhere", () => {
  fc.assert(
    fc.property(fc.constantFrom(...spellings), fc.integer({ min: 1, max: 60 }), (text, size) => {
      const steps: string[] = [];
      const output = readBuildOutput((name, end) => steps.push(end === undefined ? name : `${name} ${end.seconds}`));
      for (let at = 0; at < text.length; at += size) output.add(text.slice(at, at + size));
      expect(steps).toEqual(["[1/2] COPY . /c", "[1/2] COPY . /c 1.5", '[2/2] RUN echo "{" && false']);
      expect(output.failed()).toEqual({
        name: '[2/2] RUN echo "{" && false',
        error: "exit code: 1",
        log: ["one {", "two }"],
      });
      const failure = buildFailure(output, "app/Dockerfile", "exit 1");
      expect(failure.message).toBe(
        'The build of app/Dockerfile:3 failed at: RUN echo "{" && false\nexit code: 1\nIts last lines:\n  one {\n  two }',
      );
      expect(failure.hint).toContain("line 3 of app/Dockerfile");
    }),
  );
});

test("distinguishes an old docker without buildx from a failed build", () => {
  const output = readBuildOutput(() => {});
  output.add("docker: 'buildx' is not a docker command.\nSee 'docker --help'\n");
  expect(buildFailure(output, "Dockerfile", "exit 1").hint).toContain("apt-get install -y docker-cli docker-buildx");
});

test("keeps text without JSON, and bounds unclosed braces", () => {
  const output = readBuildOutput(() => {});
  output.add("ERROR: something new\n{ never closed ");
  for (let round = 0; round < 300; round++) output.add("x".repeat(10_000));
  expect(output.words().map((word) => word.length)).toEqual(["ERROR: something new".length, 2000]);
  expect(buildFailure(output, "Dockerfile", "exit 1").message).toBe("The build of Dockerfile failed: something new");
});
