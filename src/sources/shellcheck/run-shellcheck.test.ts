import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runShellCheck } from "./run-shellcheck.ts";

const installed = (await runShellCheck([{ shell: "sh", text: "true" }])) !== undefined;
if (!installed) console.log("ShellCheck is not installed: its tests are left out.");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A ShellCheck that is broken in some way: the real one cannot be made to be. */
async function standIn(script: string): Promise<void> {
  await writeFile(join(folder, "shellcheck"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "shellcheck"), 0o755);
  vi.stubEnv("PATH", [folder, process.env["PATH"]].join(delimiter));
}

describe.skipIf(!installed)("the installed ShellCheck", () => {
  it("comments on many scripts in order, each at its place", async () => {
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

  it("reads a text that begins with a shebang or a directive as what the caller says it is", async () => {
    const [comments] = (await runShellCheck([{ shell: "sh", text: "#!/bin/bash\n[[ -f x ]]" }])) ?? [];
    expect(comments?.map(({ code }) => code)).toContain("SC3010");
  });

  it("takes more scripts than one call", async () => {
    const scripts = Array.from({ length: 450 }, (_, index) => ({ shell: "sh" as const, text: `cd /${index}; echo` }));
    const comments = await runShellCheck(scripts);
    expect(comments?.every((of) => of.some(({ code }) => code === "SC2164"))).toBe(true);
  });
});

describe("a ShellCheck that is not as expected", () => {
  it("is undefined when there is none", async () => {
    vi.stubEnv("PATH", folder);
    expect(await runShellCheck([{ shell: "sh", text: "true" }])).toBeUndefined();
  });

  it.each(["echo no such option >&2; exit 3", "echo not json"])("is a failure that says so: %s", async (script) => {
    await standIn(script);
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith("hullproof-shellcheck-"));
    await expect(runShellCheck([{ shell: "sh", text: "true" }])).rejects.toThrow(/ShellCheck did not work: /);
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith("hullproof-shellcheck-"));
    expect(after).toEqual(before);
  });
});
