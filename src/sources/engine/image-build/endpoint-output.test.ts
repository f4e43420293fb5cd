import fc from "fast-check";
import { expect, test } from "vitest";
import { buildFailure } from "./build-failure.ts";
import { readEndpointOutput } from "./endpoint-output.ts";

const lines = (...answers: readonly object[]) => answers.map((answer) => `${JSON.stringify(answer)}\r\n`).join("");
const said = (...texts: readonly string[]) => texts.map((stream) => ({ stream }));

const works = lines(
  ...said("Step 1/3 : ARG TAG=1\n", "Step 2/3 : FROM app:$TAG\n", " ---> 111111111111\n"),
  { status: "Pulling fs layer", progressDetail: {}, id: "2222" },
  ...said("Step 3/3 : RUN echo one", "\n", " ---> Running in 333333333333\n", "one\n"),
  ...said("Removing intermediate container 333333333333\n", " ---> 444444444444\n"),
  { aux: { ID: `sha256:${"4".repeat(64)}` } },
  ...said("Successfully built 444444444444\n"),
);
const fails = lines(
  ...said("Step 1/2 : FROM app\n", " ---> 111111111111\n", "Step 2/2 : RUN echo one && false\n", "one\n"),
  {
    errorDetail: { code: 1, message: "The command '/bin/sh -c echo one && false' returned a non-zero code: 1" },
    error: "The command '/bin/sh -c echo one && false' returned a non-zero code: 1",
  },
);

function read(text: string, size: number) {
  const steps: string[] = [];
  const output = readEndpointOutput((name) => steps.push(name));
  for (let at = 0; at < text.length; at += size) output.add(text.slice(at, at + size));
  output.words();
  return { steps, output };
}

test("parses steps, image, leftovers and failure of the legacy builder, split anywhere", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), (size) => {
      const good = read(works, size);
      expect(good.steps).toEqual(["[1/3] ARG TAG=1", "[2/3] FROM app:$TAG", "[3/3] RUN echo one"]);
      expect([good.output.id(), good.output.failed()]).toEqual([`sha256:${"4".repeat(64)}`, undefined]);
      // The base image was not created by this build.
      expect(good.output.made()).toEqual(["444444444444"]);
      const { output } = read(fails, size);
      expect([output.id(), output.step(), output.made()]).toEqual([undefined, 2, []]);
      const failure = buildFailure({ ...output, line: () => 7 }, "Dockerfile", "it failed");
      expect(failure.message).toBe(
        "The build of Dockerfile:7 failed at: RUN echo one && false\n" +
          "The command '/bin/sh -c echo one && false' returned a non-zero code: 1\nIts last lines:\n  one",
      );
      expect(failure.hint).toContain("line 7 of Dockerfile");
    }),
  );
});

test("excludes cached images, which belong to other builds", () => {
  const text = lines(
    ...said("Step 1/3 : FROM app\n", " ---> 111111111111\n", "Step 2/3 : RUN a\n", " ---> Using cache\n"),
    ...said(" ---> 222222222222\n", "Step 3/3 : RUN b\n", " ---> Running in 333333333333\n", " ---> 444444444444\n"),
  );
  expect(read(text, 1000).output.made()).toEqual(["444444444444"]);
});

test("parses steps of each stage, image, leftovers and failure of Podman", () => {
  const good = lines(
    ...said("[1/2] STEP 1/2: FROM app AS one\n", "[1/2] STEP 2/2: RUN one\n", "one\n", "--> 111111111111\n"),
    ...said("[2/2] STEP 1/2: FROM app\n", "[2/2] STEP 2/2: COPY --from=one /a /a\n"),
    ...said(`--> Using cache ${"2".repeat(64)}\n`, "--> 222222222222\n", "[2/2] COMMIT app:2\n"),
    { aux: { ID: `sha256:${"2".repeat(64)}` } },
  );
  const { steps, output } = read(good, 7);
  expect(steps).toEqual(["[1/2] FROM app AS one", "[2/2] RUN one", "[1/2] FROM app", "[2/2] COPY --from=one /a /a"]);
  expect([output.id(), output.made(), output.failed()]).toEqual([
    `sha256:${"2".repeat(64)}`,
    ["111111111111"],
    undefined,
  ]);
  const message = 'building at STEP "RUN echo one && false": while running runtime: exit status 1\n';
  const bad = lines(...said("STEP 1/2: FROM app\n", "STEP 2/2: RUN echo one && false\n", "one\n"), {
    errorDetail: { message },
    error: message,
  });
  const failed = read(bad, 7).output;
  expect([failed.failed(), failed.step()]).toEqual([
    { name: "[2/2] RUN echo one && false", error: message, log: ["one"] },
    undefined,
  ]);
});

test("keeps a response in another format unchanged", () => {
  const { output } = read("a proxy's page\n", 5);
  expect(output.failed()).toBeUndefined();
  expect(output.words()).toEqual(["a proxy's page"]);
});
