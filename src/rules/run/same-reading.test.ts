import { describe, expect, it } from "vitest";
import { contextsByRule } from "../../../test/safe/all.ts";
import { quietRepository } from "../../../test/safe/quiet-repository.ts";
import { readAnyway } from "../../../test/read-anyway.ts";
import { emptyConfig } from "../../domain/settings/config.ts";
import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { checkDockerfile } from "../../pipeline/judge/check-text.ts";
import { rules } from "../index.ts";
import { sameReading } from "./same-reading.ts";

const day = { cwd: "/", today: "2026-11-24" };

/** Rules whose safe fix only writes otherwise what the builder reads. */
const rewriting: readonly string[] = rules.flatMap(({ id, whySafe }) =>
  typeof whySafe === "object" && "sameReading" in whySafe ? [id] : [],
);

/** Whether both texts read the same: one edit replaces all. */
function isSame(before: string, after: string): boolean {
  const dockerfile = dockerfileFact(parseDockerfile("Dockerfile", before));
  const fix = { edits: [{ file: "Dockerfile", span: { start: 0, end: before.length }, text: after }] } as const;
  return sameReading(dockerfile, [fix]).has(fix);
}

describe("safe fixes of rules that only rewrite", () => {
  it.each(rewriting)("read the same: %s", (rule) => {
    const contexts = contextsByRule.filter((one) => one.rule === rule).flatMap((one) => one.contexts);
    let offers = 0;
    for (const { text, is } of contexts) {
      if (is !== "safe") continue;
      const { run } = checkDockerfile("Dockerfile", text, emptyConfig, day, {
        repository: () => quietRepository,
      });
      const fixes = run.fixes.filter((one) => one.rule === rule && one.fix.applicability === "safe");
      const same = sameReading(
        readAnyway(text),
        fixes.map(({ fix }) => fix),
      );
      expect(
        fixes.filter(({ fix }) => !same.has(fix)),
        text,
      ).toEqual([]);
      offers += fixes.length;
    }
    expect(offers).toBeGreaterThan(1);
  });
});

const from = "FROM debian:13\n";
const builder = "FROM golang:1.25 AS Builder\nFROM debian:13\n";

describe("a reading is the same", () => {
  it.each([
    ["comments and blank lines", `${from}# a\n\nRUN a \\\n# b\n\n b\n`, `${from}RUN a \\\n b\n`],
    ["a continuation", `${from}RUN a \\\n b\n`, `${from}RUN a  b\n`],
    ["a stage by number and by name", `${builder}COPY --from=0 /a /b\n`, `${builder}COPY --from=BUILDER /a /b\n`],
    [
      "a working directory",
      `${from}WORKDIR /a\nWORKDIR b/../c\nWORKDIR d\n`,
      `${from}WORKDIR /a\nWORKDIR /a/c\nWORKDIR d\n`,
    ],
    ["a replaced CMD", `${from}CMD a\nENTRYPOINT b\nCMD c\n`, `${from}ENTRYPOINT b\nCMD c\n`],
  ])("for %s", (_, before, after) => {
    expect(isSame(before, after)).toBe(true);
  });
});

describe("a reading differs", () => {
  it.each([
    [
      "a path of a mount",
      `${builder}RUN --mount=source=/From,from=Builder a\n`,
      `${builder}RUN --mount=source=/from,from=Builder a\n`,
    ],
    [
      "a target of a mount",
      `${builder}RUN --mount=from=Builder,target=/A a\n`,
      `${builder}RUN --mount=from=Builder,target=/a a\n`,
    ],
    [
      "another stage",
      `FROM a AS x\n${builder}COPY --from=x /a /b\n`,
      `FROM a AS x\n${builder}COPY --from=builder /a /b\n`,
    ],
    [
      "a name that two stages have",
      `FROM a AS x\nFROM b\nCOPY --from=0 /a /b\nFROM c AS x\n`,
      `FROM a AS x\nFROM b\nCOPY --from=x /a /b\nFROM c AS x\n`,
    ],
    [
      "the case of a later name",
      `FROM a\nCOPY --from=X /a /b\nFROM b AS x\n`,
      `FROM a\nCOPY --from=x /a /b\nFROM b AS x\n`,
    ],
    [
      "a sum over two lines",
      `${from}WORKDIR /a\\\nRUN b\nWORKDIR touch\n`,
      `${from}WORKDIR /a\\\nRUN b\nWORKDIR /a\nRUN b/touch\n`,
    ],
    ["a folder that the base decides", `${from}WORKDIR a\n`, `${from}WORKDIR /a\n`],
    [
      "a folder that a trigger moves",
      "FROM a AS x\nWORKDIR /a\nONBUILD WORKDIR /b\nFROM x\nWORKDIR c\n",
      "FROM a AS x\nWORKDIR /a\nONBUILD WORKDIR /b\nFROM x\nWORKDIR /a/c\n",
    ],
    [
      "a folder with a variable",
      `${from}WORKDIR /a\nWORKDIR $B\nWORKDIR c\n`,
      `${from}WORKDIR /a\nWORKDIR $B\nWORKDIR /a/c\n`,
    ],
    ["a swallowed variable", `${from}ENV A 1 B=2\n`, `${from}ENV A=1 B=2\n`],
    ["a quoted value", `${from}ENV A "x"\n`, `${from}ENV A=x\n`],
    ["an escape", `${from}ENV A x\\\\y\n`, `${from}ENV A=x\\y\n`],
    ["an address that Docker refuses", `${from}EXPOSE [fe80::1%25eth0]:80:80\n`, `${from}EXPOSE 80\n`],
    ["another port", `${from}EXPOSE 80:81\n`, `${from}EXPOSE 80\n`],
    ["another protocol", `${from}EXPOSE 80/UDP\n`, `${from}EXPOSE 80/tcp\n`],
    ["a target that is no working directory", `${from}COPY a b /c\n`, `${from}COPY a b /c/\n`],
    ["ADD for COPY", `${from}ADD . /a\n`, `${from}COPY . /a\n`],
    ["a body of a heredoc", `${from}COPY <<EOF /x\nRUN\n\nEOF\n`, `${from}COPY <<EOF /x\nRUN\nEOF\n`],
    ["a comment in a heredoc", `${from}RUN <<EOF\n# a\nEOF\n`, `${from}RUN <<EOF\nEOF\n`],
    ["a line that Docker takes for content", `${from}RUN a \\\n\uFEFF\n`, `${from}RUN a \\\n`],
    ["a directive that comes to the top", `# a\n# escape=\`\n${from}RUN a\n`, `# escape=\`\n${from}RUN a\n`],
    ["a trigger", `${from}ONBUILD WORKDIR a\n`, `${from}ONBUILD WORKDIR /a\n`],
    ["the only CMD", `${from}CMD a\n`, from],
    ["a CMD of another stage", `FROM a\nCMD a\nFROM b\nCMD b\n`, `FROM a\nFROM b\nCMD b\n`],
    ["exec and shell form", `${from}CMD ["a"]\n`, `${from}CMD a\n`],
    ["a flag", `${from}COPY --chown=1 a /b\n`, `${from}COPY a /b\n`],
    ["a word of a RUN", `${from}RUN Run a\n`, `${from}RUN RUN a\n`],
    ["what Docker refuses", `${from}RUN a\n`, `${from}RUNS a\n`],
  ])("for %s", (_, before, after) => {
    expect(isSame(before, after)).toBe(false);
  });

  it("drops only the failing one of many fixes", () => {
    const text = `${from}${"ENV A 1\n".repeat(20)}`;
    const dockerfile = dockerfileFact(parseDockerfile("Dockerfile", text));
    const edit = (at: number, own: string) => {
      const start = from.length + at * "ENV A 1\n".length + "ENV A".length;
      return { edits: [{ file: "Dockerfile", span: { start, end: start + 1 }, text: own }] } as const;
    };
    const fixes = Array.from({ length: 20 }, (_, at) => edit(at, at === 13 ? "=2" : "="));
    const same = sameReading(dockerfile, fixes);
    expect(fixes.filter((fix) => !same.has(fix))).toEqual([fixes[13]]);
  });
});
