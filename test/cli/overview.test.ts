import { describe, expect, it } from "vitest";
import { hasTerminal, onTerminal } from "./on-terminal.ts";
import { cli, folderOf } from "./run-cli.ts";

const files = { Dockerfile: "FROM debian:10\nUSER root\n" };

describe("hullproof alone", () => {
  it("is check in a pipe: the same answer, the same exit code", async () => {
    await using made = await folderOf(files);
    const cwd = made.path;
    const [alone, check] = [await cli([], { cwd }), await cli(["check"], { cwd })];
    expect(alone).toEqual(check);
    expect(alone.code).toBe(1);
  });

  it.runIf(hasTerminal)("shows a person around on a terminal, and is check in a CI job that has one", async () => {
    await using made = await folderOf(files);
    const person = onTerminal([], made.path);
    expect(person.code).toBe(0);
    expect(person.shown).toMatch(/^── This directory ─+\n1 Dockerfile: Dockerfile\n/);
    expect(person.shown).toMatch(/ 1 │ FROM debian:10\n +│ {13}\^{2}\n/);
    expect(person.shown.match(/^→ hullproof /gm)).toHaveLength(3);
    const job = onTerminal([], made.path, { CI: "true" });
    expect(job.code).toBe(1);
    expect(job.shown).toMatch(/^Read Dockerfile\n/);
  });

  it.runIf(hasTerminal)("names what harden takes here, and commands as they were called", async () => {
    await using made = await folderOf({ Dockerfile: "FORM debian:12\n", "a/Dockerfile": "FROM debian:12\n" });
    const env = { DOCKER_HOST: `unix://${made.path}`, npm_command: "exec" };
    const { shown } = onTerminal([], made.path, env);
    expect(shown).toContain("\n→ npx hullproof harden a/Dockerfile\n");
    expect(onTerminal([], made.path, { ...env, DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND: "docker" }).shown).toContain(
      "\n→ docker hullproof check",
    );
  });

  it.runIf(hasTerminal)("is ASCII where the locale is, and leads to files where links are shown", async () => {
    await using made = await folderOf({ Dockerfile: "FROM debian:12\nRUN echo é\nUSER root\n" });
    const plain = onTerminal([], made.path, { LC_ALL: "C" });
    expect(plain.shown).toMatch(/^[\n -~]+$/);
    expect(plain.shown).toMatch(/^-- This directory -+\n/);
    const linked = onTerminal([], made.path, { NO_COLOR: "", FORCE_HYPERLINK: "1" });
    expect(linked.shown).toContain(`\u001b]8;;file://${made.path}/Dockerfile#3\u001b\\Dockerfile:3:`);
    expect(onTerminal([], made.path, { NO_COLOR: "", FORCE_HYPERLINK: "0" }).shown).not.toContain("]8;;");
  });
});
