import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { markLiveness, markText, ownerVariable, ownMark, parseMark, startOf } from "../programs/owner-mark.ts";
import { openPrivateFolder } from "./private-folder.ts";
import { register, registered, registryFolder } from "./run-registry.ts";
import { sweepHere } from "./sweep-here.ts";

let base: string;
const before = { TMPDIR: process.env["TMPDIR"] };
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "hullproof-test-"));
  mkdirSync(join(base, "new"));
  process.env["TMPDIR"] = join(base, "new");
});
afterEach(() => {
  if (before.TMPDIR === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before.TMPDIR;
  rmSync(base, { recursive: true, force: true });
});

const mine = (lines: readonly string[]) => lines.filter((line) => line.includes(base));
const linux = process.platform === "linux";

/** A process from this repository's sources that runs `code` and is then killed by SIGKILL. */
function killed(code: string, env: NodeJS.ProcessEnv): string {
  const script = `import { existsSync } from "node:fs";
    import { openPrivateFolder } from ${JSON.stringify(join(import.meta.dirname, "private-folder.ts"))};
    import { runToEnd } from ${JSON.stringify(join(import.meta.dirname, "../programs/run-to-end.ts"))};
    ${code}`;
  const { stdout, stderr, signal } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  expect(signal, stderr).toBe("SIGKILL");
  return stdout.trim();
}

describe.skipIf(!linux)("records in an inaccessible or circular home", () => {
  it("finds none without errors", () => {
    const closed = join(base, "closed");
    mkdirSync(join(closed, "runs"), { recursive: true, mode: 0o700 });
    chmodSync(closed, 0o000);
    symlinkSync("circle", join(base, "circle"));
    chmodSync(base, 0o755);
    // Root may enter everything: the child becomes another user once its modules are loaded.
    const script = `import { register, registered } from ${JSON.stringify(join(import.meta.dirname, "run-registry.ts"))};
      if (process.getuid() === 0) process.seteuid(65534);
      for (const registry of ${JSON.stringify([join(closed, "runs"), join(base, "circle", "runs")])}) {
        register("/somewhere", registry)();
        console.log(registered(registry).length);
      }`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    chmodSync(closed, 0o700);
    expect({ stdout, stderr }).toEqual({ stdout: "0\n0\n", stderr: "" });
  });
});

describe.skipIf(!linux)("leftovers of a killed run", () => {
  // For root the registry is the machine's: another test's process may sweep first.
  it("finds leftovers of another TMPDIR, including programs, and nothing else", { retry: 2 }, async () => {
    const old = join(base, "old");
    mkdirSync(old);
    const folder = killed(
      `const folder = openPrivateFolder("shellcheck");
       process.stdout.write(folder.path);
       void runToEnd({ command: "sh" }, ["-c", "sleep 300 & touch begun; exec sleep 300"], { env: { PATH: process.env.PATH }, cwd: folder.path, timeoutMs: 1e6, maxOutputBytes: 1 });
       setInterval(() => existsSync(folder.path + "/begun") && process.kill(process.pid, "SIGKILL"), 10);`,
      { TMPDIR: old },
    );
    expect(existsSync(folder)).toBe(true);
    const other = spawn("sleep", ["300"], { env: { PATH: process.env["PATH"], [ownerVariable]: markText(ownMark()) } });
    await using live = openPrivateFolder("scanner");
    symlinkSync(live.path, join(base, "new", `hullproof-body-1-1-1-ABCDEF`));

    const told = sweepHere();
    expect(
      told.filter((line) => line.endsWith(" of a run that was killed") && line.startsWith("ended ")).length,
    ).toBeGreaterThanOrEqual(2);
    expect(mine(told)).toEqual([`removed folder ${folder} of a run that was killed`]);
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(live.path)).toBe(true);
    expect(other.exitCode).toBeNull();
    other.kill("SIGKILL");
    expect(mine(sweepHere())).toEqual([]);
    expect(registered().map((one) => one.folder)).not.toContain(folder);
  });

  it("finds leftovers in TMPDIR without a record", () => {
    const { pids } = ownMark();
    const dead = join(base, "new", `hullproof-body-${markText({ pid: process.pid, start: "1", pids })}-ABCDEF`);
    mkdirSync(dead);
    expect(mine(sweepHere())).toEqual([`removed folder ${dead} of a run that was killed`]);
  });

  it("keeps leftovers of an unknown owner for a week", () => {
    const far = join(base, "new", "hullproof-body-1-1-99-ABCDEF");
    mkdirSync(far);
    expect(mine(sweepHere())).toEqual([]);
    utimesSync(far, 0, 0);
    expect(mine(sweepHere())).toEqual([`removed folder ${far} of a run that was killed`]);
  });

  it.each(["hullproof-mine", "hullproof-body-x-ABCDEF", "other-body-1-1-1-ABCDEF", "hullproof-body-1-1-1-ABCDEF.txt"])(
    "ignores %s",
    (name) => {
      mkdirSync(join(base, "new", name));
      utimesSync(join(base, "new", name), 0, 0);
      expect(mine(sweepHere())).toEqual([]);
    },
  );
});

describe("a mark", () => {
  it("distinguishes this process from an earlier one with its pid", () => {
    const own = ownMark();
    expect(parseMark(markText(own))).toEqual(own);
    if (!linux) return;
    expect(markLiveness(own)).toBe("alive");
    expect(markLiveness({ ...own, start: "1" })).toBe("dead");
    expect(markLiveness({ ...own, pid: 4_194_305 })).toBe("dead");
    expect(markLiveness({ ...own, pids: "1" })).toBe("unknown");
    expect(startOf(process.pid)).toBe(own.start);
  });

  it.each(["", "1", "1-2", "1-2-3-4", "-1-2-3", "1-2-x", "../1-2-3"])("rejects mark %j", (text) =>
    expect(parseMark(text)).toBeUndefined(),
  );
});

describe("the registry", () => {
  it("uses each user's own folder", () => {
    expect(registryFolder({}, 0)).toBe("/run/hullproof");
    expect(registryFolder({ XDG_RUNTIME_DIR: "/run/user/7" }, 7)).toBe("/run/user/7/hullproof");
    expect(registryFolder({ XDG_STATE_HOME: "/s" }, 7)).toBe("/s/hullproof/runs");
  });

  it("trusts a registry only if nobody else can write it", () => {
    const open = join(base, "open");
    mkdirSync(open);
    spawnSync("chmod", ["777", open]);
    register("/x", open)();
    writeFileSync(join(open, `${markText(ownMark())}-0123456789ab.json`), '{"folder":"/","boot":"x"}');
    expect(registered(open)).toEqual([]);
    writeFileSync(join(base, "file"), "");
    expect(() => register("/x", join(base, "file"))()).not.toThrow();
    const good = join(base, "good");
    const forget = register("/x", good);
    writeFileSync(join(good, "1-1-1-0123456789ab.json"), "{");
    writeFileSync(join(good, "note.txt"), "");
    expect(registered(good).map(({ folder, owner }) => [folder, owner])).toEqual([["/x", ownMark()]]);
    forget();
    expect(readdirSync(good).sort()).toEqual(["1-1-1-0123456789ab.json", "note.txt"]);
  });
});

it.each(["missing", "file"])("reports a TMPDIR that is %s", (name) => {
  writeFileSync(join(base, "file"), "");
  process.env["TMPDIR"] = join(base, name);
  expect(() => openPrivateFolder("body")).toThrow(
    expect.objectContaining({
      code: "cannot-write",
      message: expect.stringMatching(/temporary folder .* cannot be used: it (?:does not exist|is not a folder)/),
    }),
  );
});
