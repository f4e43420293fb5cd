import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Search } from "../programs/locate-program.ts";
import { pathRules } from "../paths/path-rules.ts";
import { callShellCheck } from "./call-shellcheck.ts";
import { runShellCheck as runIn, type ShellComment, type ShellScript } from "./run-shellcheck.ts";

const search = (): Search => ({ env: { ...process.env }, rules: { owners: undefined, foreign: [] } });
const run = (scripts: readonly ShellScript[]) => runIn(scripts, search());

/** For tests in which no script is skipped. */
async function runShellCheck(scripts: readonly ShellScript[]): Promise<readonly (readonly ShellComment[])[]> {
  const answers = await run(scripts);
  if ("missing" in answers) throw new Error(answers.missing);
  return answers.map((answer) => {
    if ("skipped" in answer) throw new Error(answer.skipped);
    return answer;
  });
}

const installed = !("missing" in (await run([{ shell: "sh", text: "true" }])));
if (!installed) console.log("ShellCheck is not installed: its tests are left out.");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A ShellCheck with a defect that the real one cannot be made to have. */
async function standIn(script: string): Promise<void> {
  await writeFile(join(folder, "shellcheck"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "shellcheck"), 0o755);
  vi.stubEnv("PATH", [folder, process.env["PATH"]].join(delimiter));
}

describe.skipIf(!installed)("the installed ShellCheck", () => {
  it("returns comments of many scripts in order, with positions", async () => {
    const scripts = [
      { shell: "sh", text: "echo fine" },
      { shell: "sh", text: "\techo 'é𝒳'; echo $HOME/$1\ncd /srv" },
      { shell: "sh", text: "[[ -f x ]]" },
      { shell: "bash", text: "[[ -f x ]]" },
    ] as const;
    const comments = await runShellCheck(scripts);
    const places = comments?.map((of, index) =>
      of.map(({ code, span }) => `${code} ${scripts[index]?.text.slice(span.start, span.end)}`),
    );
    expect(places?.[0]).toEqual([]);
    expect(places?.[1]).toEqual(expect.arrayContaining(["SC2164 cd /srv", "SC2086 $1"]));
    expect(places?.[2]).toEqual(["SC3010 [[ -f x ]]"]);
    expect(places?.[3]).toEqual([]);
  });

  it("ignores a shebang or a directive at the start of a script", async () => {
    const [comments] = (await runShellCheck([{ shell: "sh", text: "#!/bin/bash\n[[ -f x ]]" }])) ?? [];
    expect(comments?.map(({ code }) => code)).toContain("SC3010");
  });

  it("splits many scripts into several calls", async () => {
    const scripts = Array.from({ length: 450 }, (_, index) => ({ shell: "sh" as const, text: `cd /${index}; echo` }));
    const comments = await runShellCheck(scripts);
    expect(comments?.every((of) => of.some(({ code }) => code === "SC2164"))).toBe(true);
  });
});

describe.skipIf(!installed)("a script that ShellCheck never finishes", () => {
  const nested = (depth: number) => `${'echo "$('.repeat(depth)}true${')"'.repeat(depth)}`;
  const backquoted = 'echo "`'.repeat(30);

  it("skips a slow script with the reason, and checks the others", async () => {
    const answers = await run([
      { shell: "sh", text: "cd /srv" },
      { shell: "sh", text: nested(40) },
      { shell: "sh", text: "echo $1" },
      { shell: "bash", text: backquoted },
    ]);
    expect(answers).toHaveLength(4);
    if ("missing" in answers) throw new Error(answers.missing);
    expect(answers[0]).toMatchObject([{ code: "SC2164" }]);
    expect(answers[1]).toEqual({ skipped: expect.stringMatching(/took longer than 3 s|1 GiB/) });
    expect(answers[2]).toMatchObject([{ code: "SC2086" }]);
    expect(answers[3]).toBeDefined();
  });
});

describe("an unexpected ShellCheck", () => {
  // On a busy machine the time of all scripts together may end first.
  it("skips only the unparsable script, by checking halves", { retry: 2 }, async () => {
    await standIn(`shift 4; case " $* " in *" 2 "*) exec sleep 600;; esac; echo '{"comments":[]}'`);
    const answers = await run(["a", "b", "c", "d"].map((text) => ({ shell: "sh", text, origin: text })));
    expect(answers).toEqual([[], [], { skipped: expect.stringContaining("took longer") }, []]);
  });

  it("skips other scripts of the file when its time is used up", async () => {
    await standIn(`shift 4; case " $* " in *" 0 "*) exec sleep 600;; esac; echo '{"comments":[]}'`);
    const answers = await run(
      ["a", "b", "c"].map((text) => ({ shell: "sh", text: `${"(".repeat(9)}${text}`, origin: "one file" })),
    );
    expect(answers).toEqual([
      { skipped: expect.stringContaining("took longer") },
      { skipped: expect.stringContaining("together") },
      { skipped: expect.stringContaining("together") },
    ]);
  });

  it("checks equal scripts once", async () => {
    await standIn(
      `shift 4; printf '{"comments":[{"file":"%s","line":2,"endLine":2,"column":1,"endColumn":2,"level":"info","code":%s,"message":"m"}]}' "$1" $#`,
    );
    const answers = await run(["a", "a", "b", "a"].map((text) => ({ shell: "sh", text })));
    expect(answers).toMatchObject([[{ code: "SC2" }], [{ code: "SC2" }], [], [{ code: "SC2" }]]);
  });

  it("ends a process with too much memory or endless output", async () => {
    await standIn("exec tail /dev/zero");
    const program = { path: join(folder, "shellcheck"), name: "shellcheck" };
    const call = { program, search: search(), folder, milliseconds: 20_000, memoryBytes: 64 * 1024 ** 2 };
    expect(await callShellCheck([], call)).toEqual({ over: "memory" });
    await standIn("exec cat /dev/zero");
    expect(await run([{ shell: "sh", text: "true" }])).toEqual([{ skipped: expect.stringContaining("16 MiB") }]);
  });

  it("returns undefined without ShellCheck", async () => {
    vi.stubEnv("PATH", folder);
    expect(await run([{ shell: "sh", text: "true" }])).toEqual({ missing: expect.stringContaining("not installed") });
  });

  it("ignores a ShellCheck of the repository, and uses the next on PATH", async () => {
    const marker = join(folder, "marker");
    const bin = join(folder, "node_modules/.bin");
    await mkdir(bin, { recursive: true });
    for (const place of [bin, folder]) {
      await writeFile(join(place, "shellcheck"), `#!/bin/sh\ntouch ${marker}\n`);
      await chmod(join(place, "shellcheck"), 0o755);
    }
    vi.stubEnv("PATH", [bin, folder, ".", ""].join(delimiter));
    const asked = () =>
      runIn([{ shell: "sh", text: "true" }], { env: { ...process.env }, rules: pathRules(folder, []) });
    expect(await asked()).toEqual({
      missing: expect.stringMatching(/^ShellCheck was found, but is not started: .*node_modules/) as string,
    });
    vi.stubEnv("PATH", [bin, folder, "/usr/local/bin", "/usr/bin"].join(delimiter));
    await asked();
    expect(existsSync(marker)).toBe(false);
  });

  it("passes no options from our environment", async () => {
    await standIn(`[ -z "$SHELLCHECK_OPTS$HOME" ] && echo '{"comments":[]}'`);
    vi.stubEnv("SHELLCHECK_OPTS", "--source-path=/");
    expect(await run([{ shell: "sh", text: "true" }])).toEqual([[]]);
  });

  it("ends with this process, even after SIGKILL", { timeout: 60_000 }, async () => {
    await standIn(`echo $$ > ${folder}/pid; exec sleep 600`);
    const module = (name: string) => JSON.stringify(join(import.meta.dirname, name));
    const script = `const { runShellCheck } = await import(${module("run-shellcheck.ts")});
      const { pathRules } = await import(${module("../paths/path-rules.ts")});
      await runShellCheck([{ shell: "sh", text: "true" }], { env: process.env, rules: pathRules("/", []) });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      env: { PATH: process.env["PATH"], TMPDIR: folder },
      stdio: "ignore",
    });
    const pid = async () => Number(await readFile(join(folder, "pid"), "utf8").catch(() => "0"));
    await expect.poll(pid, { timeout: 20_000 }).toBeGreaterThan(1);
    // Any later run recognizes its owner by the name, and removes it: that of another test may do so at once.
    const [made = ""] = (await readdir(folder)).filter((name) => name.startsWith("hullproof-shellcheck-"));
    expect(made).toMatch(new RegExp(`^hullproof-shellcheck-${child.pid}-\\d+-\\d+-`));
    child.kill("SIGKILL");
    const state = async () =>
      (await readFile(`/proc/${await pid()}/stat`, "utf8").catch(() => "gone) Z")).split(") ")[1]?.[0];
    await expect.poll(state, { timeout: 20_000 }).toBe("Z");
  });

  it.each(["echo no such option >&2; exit 3", "echo not json"])("reports its failure: %s", async (script) => {
    await standIn(script);
    await expect(runShellCheck([{ shell: "sh", text: "true" }])).rejects.toThrow(/ShellCheck did not work: /);
    const own = `hullproof-shellcheck-${process.pid}-`;
    expect((await readdir(tmpdir())).filter((name) => name.startsWith(own))).toEqual([]);
  });
});
