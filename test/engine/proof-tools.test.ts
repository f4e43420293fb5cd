import { afterAll, beforeAll, expect, test } from "vitest";
import type { Restrictions } from "../../src/domain/profile/restrictions.ts";
import { mebibyte } from "../../src/domain/units.ts";
import { learn } from "../../src/proof/learn/learn.ts";
import { compareTools } from "../../src/proof/tools/compare-tools.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { compiled, noCompiler } from "./compiled.ts";
import { proofImage, serve, webWorkload, type ProofImage } from "./proof-image.ts";

let session: EngineSession;
let image: ProofImage;
beforeAll(async () => {
  session = await openEngineSession(await connect());
  image = await proofImage(session, "tools", serve, { files: [page] });
});
afterAll(() => session[Symbol.asyncDispose]());

const page = { path: "www/index.html", mode: 0o644, content: "hello" };
const workload = webWorkload({ restart: false });
const sh = (script: string): readonly string[] => ["sh", "-c", script];
const compare = (restrictions: Restrictions, ...tools: readonly (readonly string[])[]) =>
  compareTools({ session, ...image, workload }, restrictions, tools);

test("reports a command that writes to the read-only root, and none that works or fails in both", async () => {
  const writes = sh("echo x > /written");
  const broken = await compare(
    { readOnlyRootfs: true, noNewPrivileges: true, pids: 64 },
    writes,
    sh("exit 0"),
    sh("exit 3"),
    ["no-such-program"],
    sh("cat /proc/self/status > /dev/null"),
  );
  expect(broken).toEqual([
    { command: writes, problem: expect.stringContaining("Read-only file system"), needs: ["without --read-only"] },
  ]);
});

test("reports the capability that a command lacks", async () => {
  const owns = sh("touch /tmp/file && chown 65534 /tmp/file");
  const [broken] = await compare({ dropAll: true, addCapabilities: ["KILL"], noNewPrivileges: true }, owns);
  expect(broken?.problem).toMatch(/^exit code 1: .*Operation not permitted/u);
  expect(broken?.needs).toEqual(["with --cap-add CHOWN"]);
});

test("reports two restrictions if lifting one is not enough", async () => {
  const both = sh("echo x > /file && chown 65534 /file");
  const [broken] = await compare({ dropAll: true, readOnlyRootfs: true }, both);
  expect(broken?.needs).toEqual(["without --read-only", "with --cap-add CHOWN"]);
});

test("reports the user, memory and tasks that a command lacks", async () => {
  const needs = async (restrictions: Restrictions, tool: readonly string[]) =>
    (await compare(restrictions, tool)).map((one) => one.needs);
  expect(await needs({ user: "10001:10001", noNewPrivileges: true }, sh("cat /etc/shadow || : > /etc/file"))).toEqual([
    ["without --user 10001:10001"],
  ]);
  const eats = sh("dd if=/dev/zero of=/dev/null bs=100M count=1");
  expect(await needs({ memoryBytes: 32 * mebibyte, noNewPrivileges: true }, eats)).toEqual([
    ["without --memory 32 MiB"],
  ]);
  const forks = sh("for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 1 & done; wait");
  expect(await needs({ pids: 12, readOnlyRootfs: true }, forks)).toEqual([["without --pids-limit 12"]]);
});

test("compares the other commands if one hangs or ends the container", async () => {
  const writes = sh("echo x > /written");
  const broken = await compare({ readOnlyRootfs: true }, sh("kill -TERM 1; sleep 3"), sh("sleep 60"), writes);
  expect(broken.map(({ command }) => command)).toEqual([writes]);
});

const setgid = `
#include <stdio.h>
#include <unistd.h>
int main(void) { if (getegid() == 7) return puts("ok") < 0; return fputs("not in the group\\n", stderr), 1; }`;

test(
  "learn reports exec commands, setgid programs and clients that stop working",
  { timeout: 400_000 },
  async (context) => {
    await using program = await compiled(setgid);
    if (program === undefined) return context.skip(noCompiler);
    const script = (path: string, text: string) => ({ path, mode: 0o755, content: `#!/bin/sh\n${text}\n` });
    const server = await proofImage(session, "clients", serve, {
      files: [
        page,
        { path: "usr/bin/status", mode: 0o2755, gid: 7, content: program.bytes },
        script("usr/bin/redis-cli", "echo x > /etc/written && echo PONG"),
        script("usr/bin/pg_isready", "exit 1"),
        script("usr/bin/mysqladmin", "exit 0"),
      ],
    });
    const { profile, proofs } = await learn(session, {
      ...server,
      imageName: "clients",
      workload: { ...workload, tools: [["status"], sh("exit 0")] },
      progress: () => {},
    });
    expect(proofs.at(-1)?.verdict).toBe("holds");
    const commands = (profile.brokenTools ?? []).map(({ command }) => command.join(" "));
    expect(commands).toContain("redis-cli ping");
    expect(commands).toContain("status");
    for (const works of ["pg_isready", "mysqladmin ping", "sh -c exit 0"]) expect(commands).not.toContain(works);
    expect(profile.setIdPrograms).toEqual(["/usr/bin/status"]);
  },
);
