// The repository tests itself: what its pages promise is what it holds.
import { execFileSync, spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const files = (pattern: string) => globSync(pattern, { cwd: root }).sort();

interface LockEntry {
  readonly dev?: boolean;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}
const manifest = JSON.parse(read("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
};
const lock = JSON.parse(read("package-lock.json")) as { readonly packages: Readonly<Record<string, LockEntry>> };

/** Every text file of the project, by what git knows or would add. */
const texts = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\0")
  .filter((path) => path !== "" && !/\.(tar|gz|png)$/.test(path))
  .flatMap((path) => {
    try {
      return [{ path, text: read(path) }];
    } catch {
      return [];
    }
  });

describe("package-lock.json", () => {
  it("records no download addresses", () => {
    expect(Object.keys(lock.packages).filter((path) => lock.packages[path]?.resolved !== undefined)).toEqual([]);
    expect(read("package-lock.json")).not.toContain('"resolved"');
  });

  it("has no install script at run time", () => {
    const scripts = Object.keys(lock.packages).filter(
      (path) => lock.packages[path]?.hasInstallScript && !lock.packages[path].dev,
    );
    expect(scripts).toEqual([]);
  });

  it("has no native code at run time", () => {
    const packages = Object.keys(lock.packages).filter((path) => path !== "" && !lock.packages[path]?.dev);
    expect(packages.flatMap((path) => files(`${path}/**/{*.node,binding.gyp}`))).toEqual([]);
  });
});

it("docs/dependencies.md has a line for each run-time dependency, and for no other", () => {
  const named = [...read("docs/dependencies.md").matchAll(/^\| `([^`]+)`\s+\| \S.*\|$/gm)].map(([, name]) => name);
  expect(named).toEqual(Object.keys(manifest.dependencies).sort());
});

describe("sources", () => {
  it("no file is over 300 lines", () => {
    const lines = (path: string) => read(path).split("\n").length - 1;
    expect(files("{src,scripts,test,bin}/**/*.{ts,mjs,js}").filter((path) => lines(path) > 300)).toEqual([]);
  });

  it("are linted by `npm test`, import laws and all, before a test begins", () => {
    expect(read("scripts/check.mjs")).toMatch(/^const paths = \["src", .*\n.*\n {2}\["oxlint", \.\.\.paths\],$/m);
    expect(read("scripts/test.mjs")).toMatch(/\(await check\(\)\) && .*^if \(isFine\) .*vitest\.mjs/ms);
  });

  it("names no package mirror of this machine", () => {
    const npm = spawnSync("npm", ["config", "get", "registry"], { cwd: root, encoding: "utf8" }).stdout ?? "";
    const apt = spawnSync("apt-get", ["indextargets", "--format", "$(SITE)"], { encoding: "utf8" }).stdout ?? "";
    const hosts = new Set(
      `${npm}\n${apt}`.split("\n").flatMap((url) => (URL.canParse(url) ? [new URL(url).hostname] : [])),
    );
    hosts.delete("");
    const naming = texts.filter(({ text }) => [...hosts].some((host) => text.includes(host)));
    expect(naming.map(({ path }) => path)).toEqual([]);
  });

  it("holds no path of this checkout", () => {
    expect(texts.filter(({ text }) => text.includes(`${root}/`)).map(({ path }) => path)).toEqual([]);
  });
});

describe("README", () => {
  const readme = read("README.md");

  it("names exactly the two commands that set up a fresh machine", () => {
    const section = /^## Try it here$(.*?)^## /ms.exec(readme)?.[1] ?? "";
    const commands = [...section.matchAll(/^ {4}(.*?) *#/gm)].map(([, command]) => command);
    expect(commands).toEqual(["npm run demo", "npm test"]);
    expect(manifest.scripts["demo"]).toBe("node scripts/demo.mjs");
    expect(manifest.scripts["test"]).toBe("node scripts/test.mjs");
  });

  it("names only files that are there", () => {
    const pages = ["README.md", "CONTRIBUTING.md", "test/README.md", "docs/dependencies.md"];
    const links = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, path]) => join(page, "..", path ?? "")),
    );
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((path) => files(path).length === 0)).toEqual([]);
  });
});

describe("CI", () => {
  it("calls exactly the README's test command, and says that it is one", () => {
    const lines = read(".ci/run")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(lines).toEqual([
      "set -euo pipefail",
      'cd "$(dirname "${BASH_SOURCE[0]}")/.."',
      "export HULLPROOF_TESTS=ci",
      "npm test",
    ]);
  });

  it("runs the same two commands on GitHub", () => {
    const runs = new Set(
      [...read(".github/workflows/ci.yml").matchAll(/^ *- run: (.*)$/gm)].map(([, command]) => command),
    );
    expect(runs).toEqual(new Set(["npm run demo", "npm test"]));
  });
});

it("CHANGELOG.md has a section for what is not released", () => {
  expect(read("CHANGELOG.md")).toMatch(/^## \[Unreleased\]$/m);
});

describe.each(["app-python", "app-typescript"])("examples/%s", (name) => {
  const folder = `examples/${name}`;

  it("has all its files, and no .dockerignore", () => {
    const app = name === "app-python" ? ["app.py", "test_app.py"] : ["app.test.ts", "app.ts", "package.json"];
    const expected = ["DOCKER.md", "Dockerfile", "README.md", "hullproof.yaml", ...app];
    const found = texts
      .filter(({ path }) => path.startsWith(`${folder}/`))
      .map(({ path }) => path.slice(folder.length + 1));
    expect(found.sort()).toEqual(expected.sort());
  });

  it("keeps the mistakes that the product is shown on", () => {
    const dockerfile = read(`${folder}/Dockerfile`);
    for (const line of [
      "RUN apt-get update",
      "RUN apt-get upgrade -y",
      "RUN apt-get autoremove -y",
      "RUN apt-get autoclean -y",
    ])
      expect(dockerfile.split("\n")).toContain(line);
    const document = read(`${folder}/DOCKER.md`);
    for (const text of [
      "--cap-drop=CHOWN,DAC_OVERRIDE,SETUID,SETGID,SYS_PTRACE",
      "--cpu-shares=8 --memory=1g",
      "aquasec/trivy:0.18.3",
    ])
      expect(document).toContain(text);
  });
});
