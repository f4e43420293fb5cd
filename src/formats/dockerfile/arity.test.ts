import { describe, expect, it } from "vitest";
import { Failure } from "../../domain/failure.ts";
import { parseDockerfile } from "./parse.ts";

function refusal(text: string): string {
  try {
    parseDockerfile("Dockerfile", text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.code).toBe("not-a-dockerfile");
    expect(error.hint).not.toBe("");
    return error.message;
  }
  return "accepted";
}

/** Accept or refuse as `docker buildx build --print=outline` of Docker 26.1.5 does. */
describe("invalid Dockerfiles", () => {
  it.each([
    ["", "Dockerfile:1: it is empty"],
    ["\uFEFF \n", "Dockerfile:1: it is empty"],
    ["FROM a\n\0", "Dockerfile:1: it is a binary file"],
    ["# only a comment\n", "Dockerfile:1: there is no FROM in it"],
    ["ARG A\n", "Dockerfile:1: there is no FROM in it"],
    ["<html>\n", "Dockerfile:1: unknown instruction: <HTML>"],
    ['{"a":1}\n', 'Dockerfile:1: unknown instruction: {"A":1}'],
    ["#!/bin/sh\n\necho hi\n", "Dockerfile:3: unknown instruction: ECHO"],
    ["FROM a\nRUN a \\\n  b\n\n&& c\n", "Dockerfile:5: unknown instruction: &&"],
    ["FROM a\nRUN <<E\nx\nE\nFOO\n", "Dockerfile:5: unknown instruction: FOO"],
    ["FROM a\nRUN\u00a0b\n", "Dockerfile:2: unknown instruction: RUN\u00a0B"],
    ["FROM a\n\u001b[31mRED\n", "Dockerfile:2: unknown instruction: ?[31MRED"],
    ["RUN a\nFROM b\n", "Dockerfile:1: RUN stands before the first FROM"],
    ["FROM a\nRUN <<E\nx\n", 'Dockerfile:2: the heredoc "E" is never closed'],
    ["FROM\n", "Dockerfile:1: FROM takes an image, or an image, AS and a name"],
    ["FROM a b\n", "Dockerfile:1: FROM takes an image, or an image, AS and a name"],
    ["FROM a AS 1b\n", "Dockerfile:1: invalid name for a build stage: 1b"],
    ["FROM a\nCOPY b\n", "Dockerfile:2: COPY needs at least a source and a destination"],
    ["FROM a\nUSER\n", "Dockerfile:2: USER needs an argument"],
    ["FROM a\nENV b\n", "Dockerfile:2: ENV needs a name and a value"],
    ["FROM a\nLABEL a=b c\n", "Dockerfile:2: LABEL takes NAME=VALUE pairs, and c is not one"],
    ["FROM a\nHEALTHCHECK FOO x\n", "Dockerfile:2: HEALTHCHECK needs NONE, or CMD with a command"],
    ["FROM a\nSHELL bash\n", 'Dockerfile:2: SHELL needs a JSON array such as ["/bin/sh", "-c"]'],
    ['FROM a\nRUN ["a",1]\n', "Dockerfile:2: the JSON array of RUN must hold strings only"],
    ["FROM a\nONBUILD\n", "Dockerfile:2: ONBUILD needs an instruction"],
    ["FROM a\nONBUILD FROM x\n", "Dockerfile:2: FROM isn't allowed as an ONBUILD trigger"],
    ["# escape=x\nFROM a\n", "Dockerfile:1: the escape character must be \\ or `"],
    ["# escape=`\n# escape=`\nFROM a\n", "Dockerfile:2: only one escape parser directive can be used"],
    [`FROM a\nRUN ${"a".repeat(70_000)}\n`, "Dockerfile:2: the line is longer than 65535 characters"],
    ["FROM a\n".repeat(200_000), "Dockerfile:1: it is larger than 1048576 characters"],
  ])("%j", (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it.each([
    "FROM a\nRUN\n",
    "FROM a\nCMD\n",
    "FROM a\nENV a b\n",
    "FROM a\nRUN -- a\n",
    "FROM a\nONBUILD FOO x\n",
    "FROM a\nRUN cat <<'E O'\nx\nE O\n",
    "ARG A=b\nFROM $A\n",
    "\n\n  from a as B.c-d\n",
  ])("but %j is one", (text) => {
    expect(refusal(text)).toBe("accepted");
  });
});
