// What is applied has its secrets: in files, on stdin and in an exact diff. What a report has of edits either goes around them, or is left out and says so.
import { spawnSync } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli, folderOf } from "./cli/run-cli.ts";
import { marker } from "./secrets/places.ts";
import type { Finding } from "../src/domain/finding/finding.ts";
import type { PlacedEdit } from "../src/domain/finding/fix.ts";

/** Dockerfiles whose safe fixes touch lines with a secret. */
const texts: Readonly<Record<string, string>> = {
  "legacy form": `FROM debian:13\nENV DB_PASSWORD ${marker}\n`,
  "legacy form with blanks": `FROM debian:13\nENV DB_PASSWORD ${marker} and more\n`,
  "legacy form in quotes": `FROM debian:13\nENV DB_PASSWORD "${marker}"\n`,
  "legacy form with a variable": `FROM debian:13\nARG X\nENV DB_PASSWORD ${marker}$X\n`,
  "legacy form with a tab": `FROM debian:13\nENV\tDB_PASSWORD\t${marker}\n`,
  "legacy form, line end of two": `FROM debian:13\r\nENV DB_PASSWORD ${marker}\r\n`,
  "empty continuation": `FROM debian:13\nENV A=b \\\n\n  DB_PASSWORD=${marker}\n`,
  "two empty continuations": `FROM debian:13\nENV A=b \\\n\n  DB_PASSWORD=${marker} \\\n\n  C=d\n`,
  "maintainer beside it": `FROM debian:13\nENV DB_PASSWORD=${marker}\nMAINTAINER me\n`,
  casing: `FROM debian:13\nenv DB_PASSWORD=${marker}\n`,
  "casing of a stage": `FROM debian:13 as a\nENV DB_PASSWORD=${marker}\nFROM debian:13\nCOPY --from=a /x /x\n`,
  "list files": `FROM debian:13\nRUN apt-get update && apt-get install -y curl && curl -u admin:${marker} https://repo.acme.io/a.sh | sh\n`,
  "update alone": `FROM debian:13\nRUN apt-get update\nRUN apt-get install -y curl && curl -u admin:${marker} https://repo.acme.io/a\n`,
  command: `FROM debian:13\nCMD node x.js --password ${marker}\n`,
  "entry point": `FROM debian:13\nENTRYPOINT redis-server --requirepass ${marker}\n`,
  copies: `FROM debian:13\nADD a /a\nENV DB_PASSWORD ${marker}\nWORKDIR app\n`,
  "cache of pip": `FROM python:3.13\nRUN pip install --index-url https://bob:${marker}@pip.acme.io/simple app\n`,
  label: `FROM debian:13\nLABEL db.password ${marker}\n`,
  "pair of quotes": `FROM debian:13\nENV DB_PASSWORD '${marker}'\n`,
  several: `FROM debian:13\nENV A 1\nENV DB_PASSWORD ${marker}\nENV API_TOKEN x${marker}x\nMAINTAINER me\n`,
  "of containers": `FROM debian:13\nENV DATABASE_URL postgres://app:${marker}@db.acme.io/app\n`,
};

const alone = ["--bases", "none", "--progress", "none"];

describe.each(Object.entries(texts))("%s", (_, text) => {
  it("is fixed in its file, on stdin and by the diff in a file, and each is the same", async () => {
    await using folder = await folderOf({ Dockerfile: text, "in.diff/Dockerfile": text });
    const cwd = folder.path;
    const shown = await cli(["fix", ...alone, "Dockerfile"], { cwd });
    const { stdout: filtered } = await cli(["fix", "-", "--progress", "none"], {
      cwd,
      input: text,
      env: { CI: "", GITHUB_ACTIONS: "" },
    });
    await cli(["fix", ...alone, "--output", "exact.diff", "Dockerfile"], { cwd });
    const json = await cli(["fix", ...alone, "--format", "json", "Dockerfile"], { cwd });
    await cli(["fix", ...alone, "--write", "Dockerfile"], { cwd });
    const written = await readFile(join(cwd, "Dockerfile"), "utf8");
    expect(filtered).toBe(written);
    expect(written).toContain(marker);
    expect(written).not.toContain("***");
    if (written === text) return;

    expect(shown.stdout + shown.stderr + json.stdout).not.toContain(marker);
    const [file] = (JSON.parse(json.stdout) as { files: { diff: string; text?: string; withheld?: string }[] }).files;
    const masks = shown.stdout.includes("***");
    expect(shown.stderr.includes("--output FILE")).toBe(masks);
    expect([file?.diff.includes("***"), file?.withheld !== undefined, file?.text === undefined]).toEqual([
      masks,
      masks,
      masks,
    ]);
    expect((await stat(join(cwd, "exact.diff"))).mode & 0o777).toBe(0o600);
    const applied = spawnSync("git", ["apply", "--directory=in.diff", join(cwd, "exact.diff")], {
      cwd,
      encoding: "utf8",
    });
    expect(applied.stderr).toBe("");
    expect(await readFile(join(cwd, "in.diff/Dockerfile"), "utf8")).toBe(written);
  }, 60_000);

  it("has edits in reports that make what fix makes, or none", async () => {
    await using folder = await folderOf({ Dockerfile: text });
    const cwd = folder.path;
    await cli(
      [
        "check",
        ...alone,
        "--shellcheck",
        "none",
        "--format",
        "json",
        ...["json", "sarif", "rdjson"].flatMap((name) => ["--output", `${name}=out.${name}`]),
        "Dockerfile",
      ],
      { cwd },
    );
    const [json = "", sarif = "", rdjson = ""] = await Promise.all(
      ["json", "sarif", "rdjson"].map((name) => readFile(join(cwd, `out.${name}`), "utf8")),
    );
    expect(json + sarif + rdjson).not.toContain(marker);
    for (const { suggestions = [] } of (JSON.parse(rdjson) as { diagnostics: { suggestions?: unknown[] }[] })
      .diagnostics)
      expect(JSON.stringify(suggestions)).not.toContain("***");
    const { findings } = JSON.parse(json) as { findings: Finding[] };
    for (const { rule, fix } of findings) {
      if (fix?.applicability !== "safe") continue;
      expect(fix.edits === undefined, rule).toBe(fix.withheld !== undefined);
      expect(JSON.stringify(fix.edits ?? [])).not.toContain("***");
      const same = findings.filter((one) => one.rule === rule);
      if (same.some((one) => one.fix?.edits === undefined)) continue;
      await writeFile(join(cwd, "Dockerfile"), text);
      await cli(["fix", ...alone, "--rule", rule, "--write", "Dockerfile"], { cwd });
      expect(
        withEdits(
          text,
          same.flatMap((one) => one.fix?.edits ?? []),
        ),
        rule,
      ).toBe(await readFile(join(cwd, "Dockerfile"), "utf8"));
    }
  }, 60_000);
});

function withEdits(text: string, edits: readonly PlacedEdit[]): string {
  const lines = text.split("\n");
  const offset = (line: number, column: number): number =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  return edits
    .map((one) => ({
      from: offset(one.startLine, one.startColumn),
      to: offset(one.endLine, one.endColumn),
      put: one.text,
    }))
    .toSorted((a, b) => b.from - a.from)
    .reduce((now, { from, to, put }) => now.slice(0, from) + put + now.slice(to), text);
}
