// "A new one is one new file", held to it: in a copy of the repository a member of each kind is added from its template (`npm run new`), the
// generator runs, and the command line knows them. Git lists one file of each that was written by hand, beside those that the generator names.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleProfile } from "./emit/sample-profile.ts";
import { dockerSave } from "./images/archive.ts";
import { long } from "./long.ts";
import { isCI } from "./seed.ts";

const root = join(import.meta.dirname, "..");
let copy = "";
/** What the command line is given to read. */
let given = "";

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "hullproof-one-file-"));
  copy = join(folder, "copy");
  given = join(folder, "given");
  mkdirSync(given);
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
  }).split("\0");
  for (const file of new Set(listed.filter((file) => isPart(file) && existsSync(join(root, file))))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  writeFileSync(join(copy, ".gitignore"), "node_modules\n");
  git("init", "--quiet");
  commit();
}, 60_000);
afterAll(() => rmSync(dirname(copy), { recursive: true, force: true }), 60_000);

/** Sources, what generates, and what is generated; no tests. */
function isPart(file: string): boolean {
  return (
    /^(?:src|scripts|docs|wasm|test\/images|examples\/app-python)\/|^[^/]+\.(?:md|json)$|^\.oxlintrc\.json$/.test(
      file,
    ) && !file.endsWith(".test.ts")
  );
}

function git(...args: string[]): string {
  const own = ["-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...own, ...args], { cwd: copy, encoding: "utf8" });
}

function commit(): void {
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", "as it was");
}

function node(file: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, file), ...args], {
    cwd: given,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const hullproof = (...args: string[]) => node("src/cli.ts", ...args);

function put(name: string, content: string | Uint8Array): string {
  writeFileSync(join(given, name), content);
  return name;
}

/** Each kind with a name and its one file. */
const members = [
  ["rule", "build/planted", "src/rules/dockerfile-quality/planted.ts"],
  ["peer", "planted", "src/peers/planted.ts"],
  ["manager", "planted", "src/facts/managers/planted/planted.ts"],
  ["ecosystem", "planted", "src/facts/packages/ecosystems/planted.ts"],
  ["emitter", "planted", "src/dialects/planted/emit/planted.ts"],
  ["dialect", "planted-job", "src/dialects/planted-job/planted-job.ts"],
  ["format", "planted", "src/reports/planted.ts"],
  ["step", "planted-ping", "src/steps/planted-ping.ts"],
  ["fleet-question", "planted", "src/sources/fleet/questions/planted.ts"],
  ["fleet-page", "planted", "src/reports/fleet/pages/planted.ts"],
] as const;

/** What git lists as new or changed. */
function changed(): string[] {
  return git("status", "--porcelain", "--untracked-files=all")
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [line.slice(3)]));
}

describe.runIf(isCI || long)("is one new file:", { timeout: 120_000 }, () => {
  // The generator loads all sources: it runs once for all of them.
  let byHand: string[] = [];
  const made: string[][] = [];
  beforeAll(() => {
    // What a manager leaves in images stands beside it, if there is anything.
    mkdirSync(join(copy, "src/facts/managers/planted"));
    const leftovers = [
      'import { inHomes, place, type LeftoverPlace } from "../leftover-place.ts";',
      'export const leftovers: readonly LeftoverPlace[] = place("package-cache", "its manual", inHomes(".cache/planted"));',
    ];
    writeFileSync(join(copy, "src/facts/managers/planted/leftovers.ts"), `${leftovers.join("\n")}\n`);
    commit();
    for (const [kind, name] of members) {
      const before = new Set(changed());
      expect(node("scripts/new.ts", kind, name).stderr).toBe("");
      made.push(changed().filter((path) => !before.has(path)));
    }
    const generated = node("scripts/generate.ts");
    expect(generated.stderr).toBe("");
    const written = new Set([...generated.stdout.matchAll(/^wrote (.+)$/gm)].map(([, path]) => path));
    const all = changed();
    expect(all.filter((path) => written.has(path)).length).toBeGreaterThanOrEqual(members.length);
    byHand = all.filter((path) => !written.has(path));
  }, 120_000);

  it.each(members.map((member, at) => [...member, at] as const))("%s %s is %s", (_, _name, file, at) => {
    expect(made[at]).toEqual([file]);
  });

  it("and no other is written by hand", () => {
    expect(byHand.toSorted()).toEqual(members.map(([, , file]) => file).toSorted());
  });

  it("a rule", () => {
    const { stdout } = hullproof("check", "--format", "json", put("Dockerfile", "FROM scratch\nRUN TODO\n"));
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; location: { startLine: number } }[] };
    expect(findings.filter(({ rule }) => rule === "build/planted")).toMatchObject([{ location: { startLine: 2 } }]);
    expect(hullproof("explain", "build/planted").stdout).toContain("TODO: the fault, as a heading");
    expect(readFileSync(join(copy, "docs/rules/build/planted.md"), "utf8")).toContain("RUN TODO");
  });

  it("another tool that reports less than a rule", () => {
    // Rules name its check in `also`; here the one of the template.
    const rule = join(copy, "src/rules/dockerfile-quality/copies/relative-workdir.ts");
    const text = readFileSync(rule, "utf8");
    writeFileSync(rule, text.replace(/\balso: \[/, 'also: ["planted/TODO", '));
    const { stdout } = hullproof("check", "--format", "json", put("Dockerfile", "FROM a\nWORKDIR b\nWORKDIR TODO\n"));
    writeFileSync(rule, text);
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; also: string[] }[] };
    const named = findings.filter(({ rule }) => rule === "build/relative-workdir").map(({ also }) => also);
    expect(named.map((also) => also.includes("planted/TODO"))).toEqual([true, false]);
  });

  it("a package manager: rules that know it by its declarations judge a RUN with it", () => {
    const file = put("Managed.Dockerfile", "FROM debian:13\nRUN planted add left-pad\nRUN planted add right-pad@1.2\n");
    const { stdout } = hullproof("check", "--format", "json", file);
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; message: string }[] };
    const by = (wanted: string) => findings.filter(({ rule }) => rule === wanted).map(({ message }) => message);
    expect(by("cleanup/dependency-cache")).toEqual(
      Array.from({ length: 2 }, () => "`planted add` leaves its downloads in ~/.cache/planted"),
    );
    const unpinned = findings.filter(({ message }) => message.includes("left-pad@VERSION"));
    expect(unpinned.length, JSON.stringify(findings)).toBe(1);
    expect(hullproof("fix", file).stderr).toContain("3 more fixes after a build that compares");
    const remedies = pathToFileURL(join(copy, "src/facts/managers/remedies.ts")).href;
    const image = pathToFileURL(join(copy, "src/facts/image/leftover-at.ts")).href;
    const script =
      `import { bumpCommand } from "${remedies}"; import { leftoverAt } from "${image}";` +
      'console.log(bumpCommand("planted", "left-pad", "1.3.0"), leftoverAt("/root/.cache/planted/a").path);';
    const asked = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
    expect(asked.stdout).toBe("planted add left-pad@1.3.0 /root/.cache/planted\n");
  });

  it("a package ecosystem: a layer with its file lists its packages", () => {
    const layers = [[{ path: "opt/planted.packages", content: "left-pad 1.2.3\n" }]];
    put("image.tar", dockerSave({ layers }));
    const { stdout, stderr } = hullproof("inspect", "--format", "json", "image.tar");
    expect(stderr).toBe("");
    const { image } = JSON.parse(stdout) as { image: { packages: { purl: string; path: string }[] } };
    expect(image.packages).toMatchObject([{ purl: "pkg:generic/left-pad@1.2.3", path: "/opt/planted.packages" }]);
  });

  it("an emitter: emit prints it, its help names it, and so does harden's", () => {
    put("profile.json", JSON.stringify(sampleProfile));
    const { stdout, stderr } = hullproof("emit", "profile.json", "--to", "planted");
    expect(stderr).toContain("lost for planted: dropped memoryBytes: wanted its value: it is not written yet.");
    expect(stdout).toContain("user 10001:10001\ncapability SETGID\ncapability SETUID\n");
    expect(hullproof("emit", "--help").stdout).toMatch(/\[[a-z|-]+\|planted\|[a-z|-]+\]/);
    expect(hullproof("harden", "--help").stdout).toContain(
      "docker-run.sh, compose.yaml, kubernetes.yaml, planted.txt,",
    );
  });

  it("a dialect: its files are checked and fixed, and profiles are printed in it", () => {
    const job = "container web\nimage nginx:1.27\nuser 1000\n";
    const file = put("web.planted-job", job);
    const { stdout } = hullproof("check", "--format", "json", ".");
    const { targets, findings } = JSON.parse(stdout) as {
      targets: { kind: string; name: string }[];
      findings: { rule: string; target: string; container?: string; location: { startLine: number } }[];
    };
    expect(targets.filter(({ name }) => name === file)).toMatchObject([{ kind: "planted-job" }]);
    expect(findings.filter(({ rule }) => rule === "capabilities/new-privileges")).toMatchObject([
      { target: file, container: "web", location: { startLine: 1 } },
    ]);
    const fixed = hullproof("fix", "--suggested", "--rule", "capabilities/new-privileges", "--write", file);
    expect(fixed.stderr).not.toContain("hullproof:");
    expect(readFileSync(join(given, file), "utf8")).toBe(job.replace("web\n", "web\nno-new-privileges true\n"));
    put(file, `# hullproof ignore-file capabilities/new-privileges: it is a test\n${job}`);
    expect(hullproof("check", file).stdout).not.toContain("capabilities/new-privileges");
    put("profile.json", JSON.stringify(sampleProfile));
    expect(hullproof("emit", "profile.json", "--to", "planted-job").stdout).toContain("capability SETUID\n");
  });

  it("a report format", () => {
    const { stdout } = hullproof("check", "--format", "planted", put("Dockerfile", "FROM scratch\nRUN TODO\n"));
    expect(stdout).toMatch(/^planted\nDockerfile:/);
  });

  it("a question to a fleet and its page: the API answers and describes it, and the menu leads to it", () => {
    writeFileSync(join(copy, "ask-fleet.ts"), askFleet);
    const { stdout, stderr } = node("ask-fleet.ts");
    expect(stderr).toBe("");
    const { api, page } = JSON.parse(stdout) as { api: object; page: string };
    expect(api).toMatchObject({ asOf: "2026-12-01T00:00:00Z", rows: [] });
    expect(page).toMatch(/<a href="\/x\/planted">Planted<\/a>.*There is none\./s);
    expect(readFileSync(join(copy, "docs/schema/fleet.openapi.json"), "utf8")).toContain('"/planted": {');
  });

  it("a step of a workload: hullproof.yaml and profiles may hold it, its words show, and it is taken", () => {
    const reference = readFileSync(join(copy, "docs/reference/hullproof-yaml.md"), "utf8");
    expect(reference).toContain("`workload.steps[].planted-ping.port`");
    // It is read: a step that no one knows is refused with exit code 2.
    const check = (key: string) => {
      put("hullproof.yaml", `workload: { steps: [{ ${key}: { port: 6379 } }] }\n`);
      return hullproof("check", put("Dockerfile", "FROM scratch\n")).stderr;
    };
    expect(check("planted-ping")).toBe("");
    expect(check("planted-pong")).toContain("planted-pong");
    // A profile that was learned with it is read, and printed.
    const step = { kind: "planted-ping", name: "is it there", port: 6379, timeoutMs: 1000 };
    const workload = { ...sampleProfile.workload, steps: [step] };
    put("profile.json", JSON.stringify({ ...sampleProfile, workload }));
    expect(hullproof("emit", "profile.json", "--to", "compose").stderr).toBe("");
    writeFileSync(join(copy, "take-one.ts"), takeOne);
    const { stdout, stderr } = node("take-one.ts");
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      name: "planted-ping port 6379",
      described: "planted-ping on port 6379",
      published: [{ port: 6379, protocol: "tcp" }],
      taken: { expected: true },
    });
  });

  it("and all of them compile, the other forms of a rule as well", () => {
    for (const reads of ["document", "image"])
      expect(node("scripts/new.ts", "rule", `build/planted-${reads}`, "--reads", reads).stderr).toBe("");
    const config = { extends: "./tsconfig.json", include: ["src"] };
    writeFileSync(join(copy, "tsconfig.copy.json"), JSON.stringify(config));
    const tsc = spawnSync(
      process.execPath,
      [join(copy, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.copy.json"],
      {
        cwd: copy,
        encoding: "utf8",
      },
    );
    expect(tsc.stdout).toBe("");
  });
});

/** What a fleet without images answers over HTTP: the API's status, and the page. */
const askFleet = `
import { questions } from "./src/pipeline/fleet/ask.ts";
import { fleetApp } from "./src/servers/fleet/fleet-app.ts";

const basis = { asOf: "2026-12-01T00:00:00Z", coverage: {
  images: { read: 0, waiting: 0, refused: 0, older: 0 }, packages: { distinct: 0, notJudged: 0 }, advisories: { shards: 0 } } };
const ask = async (question, input) => ({
  ...basis, ...(await question.ask({ query: async () => [] }, question.input.parse(input))) });
const app = fleetApp({ answers: { questions, ask }, root: "/x/", version: "1", isOwnHost: () => true, readFirst: async () => false });
const [api, page] = [await app.request("/x/api/v1/planted?limit=5"), await app.request("/x/planted")];
console.log(JSON.stringify({ api: await api.json(), page: await page.text() }));
`;

/** What trials do with a step, without a container: its published port is that of a server. */
const takeOne = `
import { createServer } from "node:net";
import { once } from "node:events";
import { toStep } from "./src/sources/configuration/config-step.ts";
import { kindOf } from "./src/steps/kind-of.ts";
import { publishedPorts } from "./src/proof/trial/environment/ports.ts";
import { executeStep } from "./src/proof/trial/steps/execute-step.ts";

const server = createServer((socket) => socket.on("data", () => socket.write("+PONG")));
server.listen(0, "127.0.0.1");
await once(server, "listening");
const step = toStep({ "planted-ping": { port: 6379, timeout: "5s" } }, "");
const workload = { ready: { kind: "running", forMs: 1 }, steps: [step] };
const container = { hostPort: async () => server.address().port };
const taken = await executeStep(step, { workload, container, signal: new AbortController().signal });
server.close();
const described = kindOf(step).described(step);
console.log(JSON.stringify({ name: step.name, described, published: publishedPorts(workload), taken }));
`;
