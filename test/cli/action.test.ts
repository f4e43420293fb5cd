// The scripts of the Action and of the GitLab component, run as their platforms run them, with the packed tarball.
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { ciFile } from "../../src/pipeline/verbs/init/ci-text.ts";
import { packed } from "../package-folder.ts";
import { root } from "./run-cli.ts";

let folder = "";
let package_ = "";
beforeAll(() => {
  ({ folder, content: package_ } = packed());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As `npm install` of the tarball leaves it, without a network: its dependencies are those of this repository. */
function installedIn(place: string): void {
  const modules = join(place, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  cpSync(package_, join(modules, "hullproof"), { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(join(package_, "package.json"), "utf8")) as { dependencies: object };
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  symlinkSync("../hullproof/bin/hullproof.js", join(modules, ".bin/hullproof"));
}

const dockerfile = "FROM debian:10\nRUN apt-get update\n# hullproof ignore build/shell-form-cmd: no\nCMD sleep 1\n";
let count = 0;

/** A runner with a checkout, and what a step of the Action gets. */
function runner(files: Readonly<Record<string, string>>) {
  const home = join(folder, `runner-${count++}`);
  const [work, temp] = [join(home, "work"), join(home, "temp")];
  for (const [name, text] of Object.entries({ ...files })) {
    mkdirSync(dirname(join(work, name)), { recursive: true });
    writeFileSync(join(work, name), text);
  }
  mkdirSync(temp, { recursive: true });
  installedIn(join(temp, "hullproof"));
  const [output, summary] = [join(home, "output"), join(home, "summary")];
  writeFileSync(output, "");
  writeFileSync(summary, "");
  const run = (inputs: Readonly<Record<string, string>> = {}) => {
    const { status, stdout, stderr } = spawnSync(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", join(root, "action/check.sh")],
      {
        cwd: work,
        encoding: "utf8",
        env: {
          PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
          HOME: home,
          RUNNER_TEMP: temp,
          GITHUB_OUTPUT: output,
          GITHUB_STEP_SUMMARY: summary,
          HULLPROOF_TARGETS: ".",
          HULLPROOF_FAIL_ON: "error",
          HULLPROOF_CONFIG: "",
          HULLPROOF_BASELINE: "",
          HULLPROOF_ENFORCE: "",
          HULLPROOF_INLINE_IGNORES: "true",
          HULLPROOF_SUMMARY: "true",
          HULLPROOF_SARIF: "hullproof.sarif",
          HULLPROOF_JSON: "hullproof.json",
          DOCKER_HOST: "unix:///nowhere.sock",
          ...inputs,
        },
      },
    );
    return { status, stdout, stderr };
  };
  const readBack = (path: string) => readFileSync(path, "utf8");
  return {
    work,
    run,
    output: () => readBack(output),
    summary: () => readBack(summary),
    file: (name: string) => readBack(join(work, name)),
  };
}

describe("action/check.sh", () => {
  it("annotates, writes SARIF, JSON, a summary and its outputs, and fails with the exit code of check", () => {
    const one = runner({ Dockerfile: dockerfile });
    const { status, stdout, stderr } = one.run();
    expect(stderr).toBe("");
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=Dockerfile,line=1,/);
    expect(one.summary()).toMatch(/^# hullproof\n/);
    expect(one.file("hullproof.sarif")).toContain('"version": "2.1.0"');
    const { findings } = JSON.parse(one.file("hullproof.json")) as { findings: unknown[] };
    expect(one.output()).toBe(`exit-code=1\nfindings=${findings.length}\nsarif=hullproof.sarif\njson=hullproof.json\n`);
    expect(one.run({ HULLPROOF_BASELINE: "hullproof.json", HULLPROOF_SUMMARY: "false" }).status).toBe(0);
  });

  it("takes targets and rules by the line, and none of them for a flag or a command", () => {
    const one = runner({
      "a b/Dockerfile": dockerfile,
      "$(touch x)/Dockerfile": "FROM scratch\n",
      "--help/Dockerfile": "FROM scratch\n",
    });
    const targets = "a b/Dockerfile\n\n$(touch x)/Dockerfile\n--help/Dockerfile\n";
    const { status } = one.run({
      HULLPROOF_TARGETS: targets,
      HULLPROOF_ENFORCE: "build/shell-form-cmd\nsecrets/*\n",
      HULLPROOF_FAIL_ON: "never",
    });
    expect(status).toBe(0);
    const report = JSON.parse(one.file("hullproof.json")) as {
      targets: { id: string }[];
      findings: { rule: string }[];
    };
    expect(report.targets.map(({ id }) => id)).toEqual([
      "a b/Dockerfile",
      "$(touch x)/Dockerfile",
      "--help/Dockerfile",
    ]);
    expect(report.findings.map(({ rule }) => rule)).toContain("build/shell-form-cmd");
    expect(() => one.file("x")).toThrow("ENOENT");
  });

  it.each<[string, Record<string, string>, number, RegExp]>([
    ["a file of two lines", { HULLPROOF_SARIF: "a\nexit-code=0" }, 2, /name one file each/],
    ["no file", { HULLPROOF_JSON: "" }, 2, /name one file each/],
    ["a severity that is none", { HULLPROOF_FAIL_ON: "severe" }, 2, /severe/],
    ["a rule that is none", { HULLPROOF_ENFORCE: "no/rule" }, 2, /there is no rule no\/rule/],
    ["a target that is not there", { HULLPROOF_TARGETS: "./gone" }, 2, /gone/],
  ])(
    "%s is exit code 2",
    (_, inputs, code, message) => {
      const one = runner({ Dockerfile: dockerfile });
      const { status, stderr } = one.run(inputs);
      expect(stderr).toMatch(message);
      expect(status).toBe(code);
      expect(one.output().match(/^exit-code=/gm) ?? []).not.toHaveLength(2);
    },
    60_000,
  );
});

describe("templates/check.yml", () => {
  it("writes both reports and fails with the exit code of check", () => {
    const [, job] = parseAllDocuments(readFileSync(join(root, "templates/check.yml"), "utf8")).map(
      (one) => one.toJS() as object,
    );
    const { script } = (job as { hullproof: { script: string[] } }).hullproof;
    const home = join(folder, "gitlab");
    for (const name of ["bin", "a b", "temp"]) mkdirSync(join(home, name), { recursive: true });
    writeFileSync(join(home, "a b/Dockerfile"), dockerfile);
    const ready = join(home, "ready");
    installedIn(ready);
    // npm needs a registry: what stands in for it puts there what npm would, and refuses to be started in the checkout.
    writeFileSync(
      join(home, "bin/npm"),
      `#!/bin/sh\n[ "$PWD" != "${home}" ] || exit 9\nif [ "$1" = pack ]; then echo packed >p.tgz; echo p.tgz; else cp -a "${ready}/node_modules" "$3/node_modules"; fi\n`,
      { mode: 0o755 },
    );
    const { status, stderr } = spawnSync("sh", ["-c", script.join("\n")], {
      cwd: home,
      encoding: "utf8",
      env: {
        PATH: `${join(home, "bin")}:${dirname(process.execPath)}:${process.env["PATH"]}`,
        HOME: join(folder, "home"),
        TMPDIR: join(home, "temp"),
        HULLPROOF_TARGETS: "a b",
        HULLPROOF_FAIL_ON: "error",
        HULLPROOF_ENFORCE: "secrets/*",
        HULLPROOF_INLINE_IGNORES: "false",
        HULLPROOF_PACKAGE: `0.1.0#sha512-${createHash("sha512").update("packed\n").digest("base64")}`,
        DOCKER_HOST: "unix:///nowhere.sock",
      },
    });
    expect(stderr).toBe("");
    expect(status).toBe(1);
    const quality = JSON.parse(readFileSync(join(home, "gl-code-quality-report.json"), "utf8")) as {
      check_name: string;
    }[];
    expect(quality.map(({ check_name }) => check_name)).toContain("build/shell-form-cmd");
    expect(readFileSync(join(home, "hullproof.xml"), "utf8")).toContain("<testsuites");
    // A runner that is a shell of the host keeps its /tmp.
    expect(readdirSync(join(home, "temp"))).toEqual([]);
  });
});

describe("the installation", () => {
  const scripts = {
    "action/install.sh": readFileSync(join(root, "action/install.sh"), "utf8"),
    "the job of init for GitLab":
      (parse(ciFile("gitlab", false).text) as { hullproof: { script: string[] } }).hullproof.script[0] ?? "",
  };
  const tarball = () => {
    const file = globSync("*.tgz", { cwd: folder })[0] ?? "";
    const digest = createHash("sha512")
      .update(readFileSync(join(folder, file)))
      .digest("base64");
    return { path: join(folder, file), digest: `sha512-${digest}` };
  };
  /** Without a registry: what is installed after the check is refused by an npm that only packs. */
  const install = (script: string, package_: string | undefined) => {
    const home = join(folder, `install-${count++}`);
    mkdirSync(join(home, "bin"), { recursive: true });
    const npm = spawnSync("sh", ["-c", "command -v npm"], { encoding: "utf8" }).stdout.trim();
    writeFileSync(join(home, "bin/npm"), `#!/bin/sh\n[ "$1" != pack ] || exec "${npm}" "$@"\necho installed >&2\n`, {
      mode: 0o755,
    });
    const env = {
      PATH: `${join(home, "bin")}:${dirname(process.execPath)}:${process.env["PATH"]}`,
      HOME: home,
      RUNNER_TEMP: home,
    };
    const { status, stderr } = spawnSync("bash", ["-e", "-c", script.replaceAll("/tmp", home)], {
      cwd: home,
      encoding: "utf8",
      env: { ...env, ...(package_ !== undefined && { HULLPROOF_PACKAGE: package_ }) },
    });
    return { status, stderr };
  };

  it.each(Object.entries(scripts))("stops before npm while nothing names the package: %s", (_name, script) => {
    for (const package_ of [undefined, ""]) {
      const { status, stderr } = install(script, package_);
      expect(status).not.toBe(0);
      expect(stderr).toContain("HULLPROOF_PACKAGE");
      expect(stderr).not.toContain("installed");
    }
  });

  it.each(Object.entries(scripts))("installs the tarball with that checksum, and no other: %s", (_name, script) => {
    const { path, digest } = tarball();
    expect(install(script, `${path}#${digest}`)).toEqual({ status: 0, stderr: "installed\n" });
    for (const wrong of [`${path}#sha512-AAAA`, path, `${path}#`, `${path}#${digest}x`, `${path}##${digest}`]) {
      const { status, stderr } = install(script, wrong);
      expect(status, wrong).toBe(2);
      expect(stderr).toContain(digest);
      expect(stderr).not.toContain("installed");
    }
  });
});
