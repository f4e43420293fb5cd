import { describe, expect, it } from "vitest";
import { ofRunLines } from "../../dialects/run-line/read.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { runLines } from "../../formats/command-line/run-lines.ts";
import { rules } from "../index.ts";
import { runRules } from "./run-rules.ts";

function judged(file: string, text: string) {
  const fact = runLines(file, text);
  return runRules(rules, { target: file, facts: { runLines: fact, containers: ofRunLines(fact) } });
}

const make = (command: string): string => `OPTS = --cap-add=ALL\nrun:\n\t${command}\n`;
const workflow = (command: string): string => `jobs:\n  a:\n    steps:\n      - run: ${command}\n`;
/** Words that grant ALL capabilities when they are filled in. */
const contexts: readonly (readonly [file: string, text: (command: string) => string, word: string])[] = [
  ["Makefile", make, "$(OPTS)"],
  ["Makefile", make, "${OPTS}"],
  ["Makefile", make, "$(if $(P),--cap-add=ALL)"],
  ["Makefile", make, "$$OPTS"],
  ["run.sh", String, "${P:+--cap-add=ALL}"],
  ["run.sh", String, "$(opts)"],
  ["run.sh", String, "`opts`"],
  ["run.sh", String, '${1+"$@"}'],
  ["run.sh", String, "$X"],
  ["run.sh", String, "$X $Y"],
  ["run.sh", String, "<%= opts %>"],
  ["run.sh", String, "<%= x %>"],
  ["run.sh", String, "__OPTS__"],
  ["run.sh", String, "@OPTS@"],
  ["run.sh", String, "{{ x }}"],
  ["run.sh", String, "{% if x %}--cap-add=ALL{% endif %}"],
  ["run.sh", String, "{% include 'x' %}"],
  ["ci.yml", workflow, "${{ inputs.opts }}"],
  ["ci.yml", workflow, "${{ inputs.x }}"],
  ["run.cmd", String, "%OPTS%"],
  ["run.cmd", String, "%X%"],
  ["run.cmd", String, "!X!"],
  ["run.ps1", String, "$env:OPTS"],
  ["run.ps1", String, "@x"],
  ["run.fish", String, "(x)"],
  ["app.service", (command) => `[Service]\nExecStart=/usr/bin/${command}\n`, "$X"],
];

describe("where a word may be flags", () => {
  it.each(contexts)("%#: of %s no fix of capabilities/never-granted depends on them", (file, around, word) => {
    for (const flags of [
      `--cap-drop=SYS_ADMIN ${word}`,
      `${word} --cap-drop=SYS_ADMIN`,
      `-it --cap-drop SYS_ADMIN ${word}`,
    ]) {
      const { findings, fixes, results } = judged(file, around(`docker run ${flags} app:1`));
      expect(fixes.filter(({ rule }) => rule === "capabilities/never-granted")).toEqual([]);
      expect(findings.filter(({ rule }) => rule === "capabilities/never-granted")).toEqual([]);
      if (word.includes("--cap-add=ALL{")) continue;
      expect(results.find(({ rule }) => rule === "capabilities/never-granted")).toMatchObject({
        verdict: "skipped",
        reason: expect.stringMatching(
          /^needs the whole command line: (?:`[\w.-]+`|a variable) may add flags$/,
        ) as string,
      });
    }
  });

  it.each(contexts)("%#: of %s a list of capabilities loses no name", (file, around, word) => {
    const text = around(`docker run --cap-drop=SYS_ADMIN,CHOWN ${word} app:1`);
    const { fixes } = judged(file, text);
    const fix = fixes.find(({ rule }) => rule === "capabilities/comma-list");
    const fixed = fix === undefined ? "" : applyEdits(text, fix.fix.edits);
    expect(fixed).toContain("--cap-drop=SYS_ADMIN --cap-drop=CHOWN");
  });

  it.each(contexts)("%#: of %s a flag behind it is reported", (file, around, word) => {
    const text = around(`docker run ${word} --privileged app:1`);
    const privileged = judged(file, text).findings.filter(({ rule }) => rule === "capabilities/privileged");
    expect(privileged).toHaveLength(1);
    // It is no flag where the container's command has begun.
    const behind = judged(file, around(`docker run ${word} app:1 --privileged`)).findings;
    expect(behind.filter(({ rule }) => rule === "capabilities/privileged")).toEqual([]);
  });

  it("skips rules about missing settings, with the name, also for a line without an image", () => {
    for (const text of ["docker run -d $OPTS app:1", 'docker run -d "${OPTS[@]}"', "docker run $OPTS app:1"]) {
      const reasons = judged("run.sh", text)
        .results.filter(({ verdict, reason }) => verdict === "skipped" && reason?.includes("`OPTS`") === true)
        .map(({ rule }) => rule);
      expect(reasons).toEqual(
        expect.arrayContaining(["limits/no-memory", "limits/no-cpus", "capabilities/not-dropped"]),
      );
    }
  });

  it("does not skip a rule with a finding in another line", () => {
    const { results } = judged("run.sh", "docker run -d $OPTS app:1\ndocker run -d app:1\n");
    expect(results.find(({ rule }) => rule === "limits/no-memory")?.verdict).toBe("found");
  });
});

describe("where every word is known", () => {
  it.each([
    ["run.sh", String, 'docker run --cap-drop=SYS_ADMIN -v "$PWD:/x" -e "A=$(b)" app:1 $ARGS'],
    ["run.sh", String, 'docker run --cap-drop=SYS_ADMIN "$IMAGE" $ARGS'],
    ["Makefile", make, "docker run --cap-drop=SYS_ADMIN app:1 $(ARGS)"],
    ["run.cmd", String, "docker run --cap-drop=SYS_ADMIN app:1 %*"],
    ["ci.yml", workflow, "docker run --cap-drop=SYS_ADMIN app:1 ${{ inputs.x }}"],
  ])("of %s the fix is safe (%#)", (file, around, command) => {
    const { fixes } = judged(file, around(command));
    expect(fixes.find(({ rule }) => rule === "capabilities/never-granted")?.fix.applicability).toBe("safe");
  });

  it.each([
    ["run.sh", String, "docker run --cap-drop=SYS_ADMIN -v $PWD:/x app:1"],
    ["run.sh", String, "docker run --cap-drop=SYS_ADMIN --name $N app:1"],
    ["run.sh", String, "docker run --cap-drop=SYS_ADMIN $IMAGE"],
    ["run.sh", String, "docker run --cap-drop=SYS_ADMIN ${REGISTRY}/app:$TAG sh"],
    ["run.sh", String, "docker run --cap-drop=SYS_ADMIN -e A={{ b }} app:1"],
    ["Makefile", make, 'docker run --cap-drop=SYS_ADMIN --name "$(N)" app:1'],
    ["Makefile", make, "docker run --cap-drop=SYS_ADMIN $(IMAGE)"],
    ["run.cmd", String, 'docker run --cap-drop=SYS_ADMIN --name "%N%" app:1'],
    ["ci.yml", workflow, "docker run --cap-drop=SYS_ADMIN ${{ inputs.image }}"],
    ["run.ps1", String, "docker run --cap-drop=SYS_ADMIN -v ${PWD}:/x app:1"],
  ])("but may become several, the fix of %s is suggested only (%#)", (file, around, command) => {
    const { fixes } = judged(file, around(command));
    expect(fixes.find(({ rule }) => rule === "capabilities/never-granted")?.fix.applicability).toBe("suggested");
  });
});
