import { expect, it } from "vitest";
import { joinCase } from "./join-case.ts";

const from = "FROM debian:13\n";
const joined = (before: string, after: string) => joinCase(`${from}${before}`, `${from}${after}`);

it("recognizes a join, numbers its commands, and puts a stub before each", () => {
  const found = joined(
    "RUN A=1 make && \\\n  # note\n  sudo -E tee x\nRUN cd /app; exec run\nCMD a\n",
    "RUN A=1 make && \\\n  # note\n  sudo -E tee x && \\\n  cd /app; exec run\nCMD a\n",
  );
  expect(found).toMatchObject({
    commands: ["make", "tee x", "cd /app", "run"],
    failing: [0, 1, 2, 3],
    folders: ["/app"],
  });
  expect(found?.before(undefined)).toEqual([
    "A=1 /bin/sh /.hullproof-stub 0 make &&   /bin/sh /.hullproof-stub 1 sudo -E tee x",
    "cd /app; exec /bin/sh /.hullproof-stub 3 run",
  ]);
  expect(found?.after(2)).toEqual([
    "A=1 /bin/sh /.hullproof-stub 0 make &&   /bin/sh /.hullproof-stub 1 sudo -E tee x &&   false; exec /bin/sh /.hullproof-stub 3 run",
  ]);
});

it("finds the base image of a stage", () => {
  const stages = "FROM a:1 AS One\nRUN x\nFROM one\nRUN a\n";
  const end = "FROM scratch\nCOPY --from=one /x /x\n";
  expect(joinCase(`${stages}RUN b\n${end}`, `${stages.replace("RUN a\n", "RUN a && b\n")}${end}`)?.base).toBe("a:1");
});

it("uses the stage's shell, and supports other escapes and line ends", () => {
  const text = '# escape=`\r\nFROM a\r\nSHELL ["bash", "-c"]\r\nFROM b\r\nSHELL ["/bin/bash", "-ec"]\r\n';
  const found = joinCase(`${text}RUN a\r\nRUN b\r\n`, `${text}RUN a && \`\r\n    b\r\n`);
  expect(found?.shell).toEqual(["/bin/bash", "-ec"]);
  expect(found?.after(undefined)).toEqual(["/bin/sh /.hullproof-stub 0 a &&     /bin/sh /.hullproof-stub 1 b"]);
});

it.each([
  ["nothing is joined", "RUN a\nRUN b\n", "RUN a\nRUN c\n"],
  ["a command is dropped", "RUN a\nRUN b && c\n", "RUN a && b\n"],
  ["commands change places", "RUN a\nRUN b\n", "RUN b && a\n"],
  ["an exec form", 'RUN ["a"]\nRUN b\n', "RUN a && b\n"],
  ["a trigger", "ONBUILD RUN a\nONBUILD RUN b\n", "ONBUILD RUN a && b\n"],
])("%s: no join", (_, before, after) => {
  expect(joined(before, after)).toBeUndefined();
});
