// Programs that real tools built, against what those tools say of them. Nothing of an engine is needed; a tool that the machine
// lacks is skipped with that reason.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import cargo from "../../src/facts/packages/ecosystems/cargo.ts";
import golang from "../../src/facts/packages/ecosystems/golang.ts";
import maven from "../../src/facts/packages/ecosystems/maven.ts";
import runtimes from "../../src/facts/packages/ecosystems/runtimes.ts";
import type { Ecosystem } from "../../src/facts/packages/ecosystem.ts";
import { memoryBody } from "../../src/sources/image/bodies/file-body.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-binaries-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const works = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
const run = (cwd: string, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  execFileSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
const project = (name: string, files: Readonly<Record<string, string>>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, path, ".."), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return join(folder, name);
};
const found = (probe: Ecosystem, path: string) => {
  const bytes = readFileSync(path);
  if (probe.recognises?.(bytes.subarray(0, 64)) === false) return [];
  const packages = probe.read({ path, size: bytes.length, mode: 0o755 }, memoryBody(bytes))?.packages ?? [];
  return packages.map(
    ({ name, version, within }) => `${name} ${version}${within === undefined ? "" : ` in ${within}`}`,
  );
};

/** Modules of `go version -m`, replacements in the place of what they replace but for folders, with the standard library. */
function goAnswers(path: string): readonly string[] {
  const [head = "", ...lines] = run(folder, "go", ["version", "-m", path]).split("\n");
  const modules: string[] = [];
  for (const line of lines) {
    const [, word, module = "", version = ""] = line.split("\t");
    if (word === "mod" || word === "dep") modules.push(`${module} ${version}`);
    else if (word === "=>" && !module.startsWith(".")) modules[modules.length - 1] = `${module} ${version}`;
  }
  return [...modules, `stdlib ${/: go(\S+)$/.exec(head)?.[1] ?? "?"}`].sort();
}

describe.skipIf(!works("go", "version"))("Go (skipped where the machine has no `go`)", () => {
  const env = { GOFLAGS: "-mod=mod", GOPROXY: "off", GOTOOLCHAIN: "local", CGO_ENABLED: "0" };
  const source = () =>
    project("go", {
      "go.mod":
        "module example.com/owner/tool\n\ngo 1.18\n\nrequire example.com/near/lib v1.2.3\n\nreplace example.com/near/lib => ./lib\n",
      "main.go": 'package main\n\nimport "example.com/near/lib"\n\nfunc main() { println(lib.Word()) }\n',
      "lib/go.mod": "module example.com/near/lib\n",
      "lib/lib.go": 'package lib\n\nfunc Word() string { return "hello" }\n',
    });

  it.each(["linux/amd64", "linux/mips", "windows/amd64", "darwin/arm64"])(
    "a program for %s",
    { timeout: 300_000 },
    (target) => {
      const [GOOS = "", GOARCH = ""] = target.split("/");
      const cwd = source();
      const program = join(cwd, `tool-${GOOS}-${GOARCH}`);
      run(cwd, "go", ["build", "-o", program, "."], { ...env, GOOS, GOARCH });
      expect(goAnswers(program)).toEqual([
        "example.com/near/lib v1.2.3",
        "example.com/owner/tool (devel)",
        expect.stringMatching(/^stdlib 1\./),
      ]);
      expect(found(golang, program).sort()).toEqual(goAnswers(program));
    },
  );

  it("a stripped program", () => {
    const cwd = source();
    const program = join(cwd, "stripped");
    run(cwd, "go", ["build", "-ldflags", "-s -w -X main.version=v4.5.6", "-o", program, "."], env);
    expect(found(golang, program)).toContain("example.com/owner/tool v4.5.6");
  });

  it("programs of this machine", () => {
    for (const path of ["/usr/bin/docker", "/usr/bin/containerd", "/usr/sbin/dockerd"].filter(existsSync)) {
      expect(found(golang, path).sort()).toEqual(goAnswers(path));
    }
  });

  it.each([
    ["helm.sh/helm/v3", "helm", "v3.14.2", ["helm 3.14.2"]],
    ["github.com/traefik/traefik/v3", "traefik", "3.0.4", ["traefik 3.0.4"]],
    // Another program of that name.
    ["example.com/owner/helm", "helm", "v3.14.2", []],
    // Nothing says which of two is meant.
    ["k8s.io/kubernetes/cmd/kubectl", "kubectl", "v1.29.1\0v1.30.1", []],
  ])(
    "what the linker put into %s, stripped and without its paths",
    { timeout: 300_000 },
    (module, name, version, expected) => {
      const [first = "", second = "1.0.0"] = version.split("\0");
      const cwd = project(`linked-${module.replaceAll("/", "-")}`, {
        "go.mod": `module ${module}\n\ngo 1.18\n`,
        "main.go": 'package main\n\nvar Version, other = "dev", "dev"\n\nfunc main() { println(Version, other) }\n',
      });
      const program = join(cwd, name);
      const flags = `-s -w -X main.Version=${first} -X main.other=${second}`;
      run(cwd, "go", ["build", "-trimpath", "-ldflags", flags, "-o", program, "."], env);
      expect(found(runtimes, program)).toEqual(expected);
    },
  );
});

describe.skipIf(!works("cargo", "auditable", "--version"))(
  "Rust (skipped where the machine has no cargo-auditable)",
  () => {
    it("names what runs, in both versions", { timeout: 300_000 }, () => {
      const crate = (name: string, version: string, more = "") =>
        `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\n${more}`;
      const cwd = project("rust", {
        "Cargo.toml": crate(
          "tool",
          "0.3.0",
          '[dependencies]\na = { package = "dep", path = "one" }\nb = { package = "dep", path = "two" }\n[build-dependencies]\nmaker = { path = "maker" }\n',
        ),
        "build.rs": "fn main() { maker::f(); }\n",
        "src/main.rs": 'fn main() { println!("{}", a::f() + b::f()); }\n',
        "one/Cargo.toml": crate("dep", "1.0.0"),
        "two/Cargo.toml": crate("dep", "2.1.0"),
        "maker/Cargo.toml": crate("maker", "0.1.0"),
        ...Object.fromEntries(
          ["one", "two", "maker"].map((name) => [`${name}/src/lib.rs`, "pub fn f() -> u8 { 1 }\n"]),
        ),
      });
      run(cwd, "cargo", ["auditable", "build", "--release", "--offline"]);
      const [, compiler = ""] = /^rustc ([\d.]+)/u.exec(run(cwd, "rustc", ["--version"])) ?? [];
      expect(found(cargo, join(cwd, "target/release/tool")).sort()).toEqual([
        "dep 1.0.0",
        "dep 2.1.0",
        `rust-std ${compiler}`,
        "tool 0.3.0",
      ]);
    });
  },
);

test.skipIf(!works("jar", "--version"))(
  "Java (skipped where the machine has no `jar`): an archive in an archive, as `jar` writes them",
  () => {
    const coordinates = (artifact: string, version: string) => ({
      [`${artifact}/META-INF/maven/org.example/${artifact}/pom.properties`]: `groupId=org.example\nartifactId=${artifact}\nversion=${version}\n`,
    });
    const cwd = project("java", { ...coordinates("lib", "1.0"), ...coordinates("app", "2.0") });
    mkdirSync(join(cwd, "app/BOOT-INF/lib"), { recursive: true });
    run(cwd, "jar", ["--create", "--file", "app/BOOT-INF/lib/lib-1.0.jar", "-C", "lib", "."]);
    for (const [name, more] of [
      ["stored", ["--no-compress"]],
      ["deflated", []],
    ] as const) {
      run(cwd, "jar", ["--create", "--file", `${name}.jar`, ...more, "-C", "app", "."]);
      expect(found(maven, join(cwd, `${name}.jar`))).toEqual([
        "org.example:app 2.0",
        "org.example:lib 1.0 in BOOT-INF/lib/lib-1.0.jar",
      ]);
    }
  },
);

describe("runtimes", () => {
  it("Node says what it is", () => {
    const { execPath, version } = process;
    expect(found(runtimes, realpathSync(execPath))).toEqual([`node ${version.slice(1)}`]);
  });

  it.skipIf(!existsSync("/usr/bin/bash"))("so does bash (skipped where the machine has none)", () => {
    const version = run(folder, "/usr/bin/bash", ["-c", 'echo "${BASH_VERSION%%(*}"']).trim();
    expect(found(runtimes, "/usr/bin/bash")).toEqual([`bash ${version}`]);
  });
});
