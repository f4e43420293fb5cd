// The user's own renderers, and their confinement.
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ourRenderers } from "../../../test/programs-of-ours/renderers.ts";
import { pathRules } from "../paths/path-rules.ts";
import { runRenderer, type RenderCall } from "./run-renderer.ts";

let base = "";
let path = "";
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "hullproof-test-renderer-"));
  path = await ourRenderers(join(base, "bin"));
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function render(files: Readonly<Record<string, string>>, more: Partial<RenderCall> = {}): Promise<string> {
  const folder = join(base, "copy/chart");
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries({ "Chart.yaml": "name: shop\n", ...files }))
    await writeFile(join(folder, name), text);
  const env = { PATH: path, AWS_SECRET_ACCESS_KEY: "s3cret", HTTPS_PROXY: "http://proxy.example", LANG: "C.UTF-8" };
  return runRenderer({
    by: "helm",
    folder,
    root: join(base, "copy"),
    name: "chart",
    home: join(base, "home"),
    minor: 35,
    search: { env, rules: pathRules("/", []) },
    signal: new AbortController().signal,
    ...more,
  });
}

describe("the user's own renderer", () => {
  it("runs helm template for the judged version", async () => {
    expect(await render({ printed: "kind: Pod\n" })).toBe("kind: Pod\n");
    expect(await render({ printed: "", behave: 'echo "$4"\n' })).toBe("1.35.0\n");
  });

  it("runs kubectl kustomize if kustomize is missing", async () => {
    expect(await render({ printed: "kind: Pod\n" }, { by: "kustomize" })).toBe("kind: Pod\n");
  });

  it("passes no secrets, no home and no network access", async () => {
    const said = await render({ printed: "", behave: "env\npwd\n" });
    expect(said).not.toMatch(/s3cret|proxy\.example/);
    expect(said).toContain(`HOME=${join(base, "home")}\n`);
    expect(said).toContain("https_proxy=http://127.0.0.1:9\n");
    expect(said).toContain("GIT_ALLOW_PROTOCOL=none\n");
    expect(said.trim().split("\n").at(-1)).toBe(join(base, "home"));
  });

  it("reports a missing or untrusted renderer", async () => {
    const search = { env: { PATH: "/nowhere" }, rules: pathRules("/", []) };
    await expect(render({}, { search })).rejects.toMatchObject({
      code: "unreadable",
      message: expect.stringMatching(/^chart is not rendered: helm is not on PATH; install it/),
    });
    await expect(render({}, { search, by: "kustomize" })).rejects.toThrow(/kustomize or kubectl is not on PATH/);
    const foreign = { env: { PATH: path }, rules: pathRules("/", [base]) };
    await expect(render({}, { search: foreign })).rejects.toThrow(/helm was found, but is not started/);
  });
});

/** Ids of processes that a chart of a test left running. */
function sleeping(): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith("sleep\x001234.5");
    } catch {
      return false;
    }
  });
}

describe("a hostile or broken chart", () => {
  it.each<[string, string, RegExp]>([
    ["ends with an error", "echo 'Error: no such value' >&2\nexit 3\n", /ended with 3: Error: no such value$/],
    ["says where", 'echo "Error: $2/templates/a.yaml: bad" >&2\nexit 1\n', /Error: chart\/templates\/a.yaml: bad$/],
    ["says nothing", "exit 1\n", /ended with 1: it says nothing$/],
    ["complains without end", "yes complaint >&2\n", /printed more than 1 MiB and was stopped/],
    ["prints without end", "yes 'kind: Pod'\n", /printed more than 1 MiB and was stopped/],
    ["prints a gigabyte of zeros", "head -c 1000000000 /dev/zero\n", /printed more than 1 MiB and was stopped/],
    ["never ends", "sleep 1000\n", /took longer than 1 s/],
    ["never ends, deaf to signals", "trap '' TERM INT\nwhile :; do :; done\n", /took longer than 1 s/],
    ["kills itself", "kill -9 $$\n", /was ended by SIGKILL/],
  ])("%s", async (_, behave, message) => {
    const limits = { milliseconds: 1_000, outputBytes: 1024 ** 2 };
    await expect(render({ printed: "", behave }, { limits })).rejects.toThrow(message);
  });

  it("leaves no process running", async () => {
    const limits = { milliseconds: 1_000 };
    const behave = "sleep 1234.5 &\nsleep 1234.5\n";
    await expect(render({ printed: "", behave }, { limits })).rejects.toThrow(/took longer/);
    // A busy kernel needs time to end killed processes.
    await expect.poll(sleeping, { timeout: 10_000 }).toEqual([]);
  });

  it("stops on Ctrl-C", async () => {
    const stop = new AbortController();
    const running = render({ printed: "", behave: "sleep 1000\n" }, { signal: stop.signal });
    stop.abort(new Error("stopped"));
    await expect(running).rejects.toThrow("stopped");
  });
});
