// What the managers themselves answer about real installations, against what the probes read out of the files. Nothing of an engine is needed;
// a manager that the machine lacks is skipped with that reason.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import composer from "../../src/facts/packages/ecosystems/composer.ts";
import gem from "../../src/facts/packages/ecosystems/gem.ts";
import npm from "../../src/facts/packages/ecosystems/npm.ts";
import npmLock from "../../src/facts/packages/ecosystems/npm-lock.ts";
import pnpmLock from "../../src/facts/packages/ecosystems/pnpm-lock.ts";
import pypi from "../../src/facts/packages/ecosystems/pypi.ts";
import yarnLock from "../../src/facts/packages/ecosystems/yarn-lock.ts";
import { probeFolder, versions } from "./probe-folder.ts";
import { long } from "../long.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-languages-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const works = (command: string, args: readonly string[]) => spawnSync(command, args).status === 0;
const run = (cwd: string, command: string, args: readonly string[], env: Record<string, string> = {}) =>
  execFileSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
const folderWith = (name: string, files: Readonly<Record<string, string>>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, path, ".."), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return join(folder, name);
};

interface Listed {
  readonly name?: string;
  readonly version?: string;
  readonly missing?: boolean;
  readonly dependencies?: Readonly<Record<string, Listed>>;
}

/** The tree of `npm ls --json`, flat; an alias is listed under its own name, with the real one in `name` only for `--long`. */
function flat(tree: Listed): readonly { name: string; version: string }[] {
  return Object.entries(tree.dependencies ?? {}).flatMap(([key, node]) => [
    ...(node.version === undefined || node.missing === true ? [] : [{ name: node.name ?? key, version: node.version }]),
    ...flat(node),
  ]);
}

describe("npm and what installs into node_modules", () => {
  const manifest = JSON.stringify({
    name: "app",
    version: "1.0.0",
    private: true,
    // An alias, a scope, a package with two versions of `ms` and `debug` below it, one of development alone, one that Linux cannot install.
    dependencies: { express: "4.21.2", "@babel/code-frame": "7.26.2", ms2: "npm:ms@2.0.0" },
    optionalDependencies: { fsevents: "2.3.3" },
    devDependencies: { "left-pad": "1.3.0" },
  });
  const reachable = () => works("npm", ["view", "ms@2.0.0", "version"]);
  const why = "the npm registry is out of reach";
  const install = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];

  test("npm ls", (context) => {
    context.skip(!reachable(), why);
    const app = folderWith("npm", { "package.json": manifest });
    run(app, "npm", ["install", ...install]);
    const all = versions(flat(JSON.parse(run(app, "npm", ["ls", "--all", "--long", "--json"])) as Listed));
    expect(all.length).toBeGreaterThan(60);
    expect(versions(probeFolder(app, [npm]).packages)).toEqual(all);
    const production = flat(JSON.parse(run(app, "npm", ["ls", "--all", "--long", "--json", "--omit=dev"])) as Listed);
    expect(versions(probeFolder(app, [npmLock]).packages)).toEqual(versions(production));
    const relock = ["install", ...install, "--package-lock-only"];
    run(app, "npm", [...relock, "--lockfile-version=2"]);
    expect(versions(probeFolder(app, [npmLock]).packages)).toEqual(versions(production));
    // Version 1 does not say where a package can run.
    run(app, "npm", [...relock, "--lockfile-version=1"]);
    const everywhere = [...production, { name: "fsevents", version: "2.3.3" }];
    expect(versions(probeFolder(app, [npmLock]).packages)).toEqual(versions(everywhere));
  });

  test("npm's own bundled packages", (context) => {
    const [prefix, rest] = realpathSync(run(folder, "sh", ["-c", "command -v npm"]).trim()).split("/lib/node_modules/");
    context.skip(rest === undefined, "npm lies in no lib/node_modules here");
    const args = ["ls", "--global", "--prefix", prefix ?? "", "--all", "--long", "--json"];
    const all = versions(flat(JSON.parse(run(folder, "npm", args)) as Listed));
    expect(all.length).toBeGreaterThan(50);
    expect(versions(probeFolder(`${prefix}/lib/node_modules`, [npm]).packages)).toEqual(all);
  });

  test.runIf(long)("pnpm and Yarn: the lock names what is installed", (context) => {
    context.skip(!reachable(), why);
    const tools = folderWith("tools", { "package.json": "{}" });
    run(tools, "npm", ["install", ...install, "pnpm@9.15.9", "yarn@1.22.22"]);
    const registry = run(tools, "npm", ["config", "get", "registry"]).trim();

    const pnpmApp = folderWith("pnpm", { "package.json": manifest });
    const home = {
      npm_config_registry: registry,
      XDG_DATA_HOME: join(folder, "data"),
      XDG_CACHE_HOME: join(folder, "cache"),
    };
    run(pnpmApp, join(tools, "node_modules/.bin/pnpm"), ["install", "--prod", "--ignore-scripts"], home);
    const inStore = versions(probeFolder(pnpmApp, [npm]).packages);
    expect(inStore.length).toBeGreaterThan(60);
    expect(versions(probeFolder(pnpmApp, [pnpmLock]).packages)).toEqual(inStore);

    const { optionalDependencies: _, ...everywhere } = JSON.parse(manifest) as Record<string, unknown>;
    const yarnApp = folderWith("yarn", { "package.json": JSON.stringify(everywhere) });
    const args = ["install", "--ignore-scripts", "--silent", "--no-progress", "--registry", registry];
    run(yarnApp, join(tools, "node_modules/.bin/yarn"), args, home);
    expect(versions(probeFolder(yarnApp, [yarnLock]).packages)).toEqual(versions(probeFolder(yarnApp, [npm]).packages));
  });
});

/** Writes wheels with Python's own zip module: nothing has to be downloaded to build them. */
const wheelMaker = `
import base64, hashlib, sys, zipfile
def wheel(name, version, extra, files):
    base = f"{name.replace('-', '_').replace('.', '_')}-{version}"
    info = base + ".dist-info"
    files = {**files, info + "/METADATA": f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n{extra}\\nText\\n",
             info + "/WHEEL": "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
             info + "/entry_points.txt": "[console_scripts]\\ntool = %s:main\\n" % next(iter(files)).split("/")[0]}
    record = "".join(f'"{n}",sha256={base64.urlsafe_b64encode(hashlib.sha256(t.encode()).digest()).rstrip(b"=").decode()},{len(t)}\\n' for n, t in files.items())
    with zipfile.ZipFile(f"{base}-py3-none-any.whl", "w") as z:
        for n, t in {**files, info + "/RECORD": record + info + "/RECORD,,\\n"}.items(): z.writestr(n, t)
wheel("Acme.Alpha", "1.0", "License: MIT\\nRequires-Dist: acme_beta>=1\\nRequires-Dist: pytest; extra == 'test'\\n", {"acme_alpha/__init__.py": "def main(): pass\\n", "acme_alpha/a, b.txt": "x"})
wheel("acme-beta", "2.0.post1", "License-Expression: Apache-2.0\\n", {"acme_beta/__init__.py": "def main(): pass\\n"})
`;

test("pip list and pip show --files", (context) => {
  context.skip(
    !works("python3", ["-c", "import pip, venv"]),
    "python3 has no pip or no venv (apt: python3-pip python3-venv)",
  );
  const app = folderWith("python", { "wheels.py": wheelMaker });
  run(app, "python3", ["wheels.py"]);
  run(app, "python3", ["-m", "venv", "--without-pip", "venv"]);
  const pip = (...args: string[]) =>
    run(app, "python3", ["-m", "pip", "--python", join(app, "venv"), "--disable-pip-version-check", ...args]);
  pip("install", "--quiet", "--no-index", "--find-links", app, "Acme.Alpha");

  const found = probeFolder(app, [pypi]);
  const listed = JSON.parse(pip("list", "--format", "json")) as { name: string; version: string }[];
  expect(listed).toHaveLength(2);
  expect(versions(found.packages)).toEqual(versions(listed));
  const alpha = found.packages.find(({ name }) => name === "Acme.Alpha");
  expect(alpha).toMatchObject({ purlName: "acme-alpha", licenses: ["MIT"], dependsOn: ["acme-beta"] });
  for (const { name, key } of found.packages) {
    const shown = pip("show", "--files", name);
    const place = /^Location: (.+)$/m.exec(shown)?.[1] ?? "";
    const files = shown
      .slice(shown.indexOf("Files:\n") + 7)
      .split("\n")
      .filter((line) => line.startsWith("  "));
    const owned = found.about.find((one) => one.key === key)?.owns ?? [];
    expect([...owned].sort()).toEqual(files.map((line) => join(place, line.slice(2))).sort());
    expect(owned.some((file) => file.endsWith("/venv/bin/tool"))).toBe(true);
  }
});

test("gem list", (context) => {
  context.skip(!works("gem", ["--version"]), "there is no gem (apt: ruby)");
  const spec = `Gem::Specification.new do |s|
  s.name = "acme"; s.version = "1.2.0.pre"; s.platform = Gem::Platform.local; s.summary = "x"; s.authors = ["x"]
  s.files = ["lib/acme.rb"]; s.licenses = ["MIT"]; s.add_dependency "json", ">= 1"
end
`;
  const app = folderWith("ruby", { "acme.gemspec": spec, "lib/acme.rb": "" });
  run(app, "gem", ["build", "--quiet", "--output", "acme.gem", "acme.gemspec"]);
  const home = join(app, "home");
  run(app, "gem", [
    "install",
    "--quiet",
    "--local",
    "--ignore-dependencies",
    "--no-document",
    "--install-dir",
    home,
    "acme.gem",
  ]);
  const acme = probeFolder(home, [gem]).packages;
  expect(acme).toMatchObject([{ name: "acme", version: "1.2.0.pre", licenses: ["MIT"], dependsOn: ["json"] }]);
  expect(run(app, "ls", [acme[0]?.owns?.[1] ?? ""]).trim()).toBe("lib");

  const paths = run(app, "gem", ["environment", "path"]).trim().split(":");
  const found = paths.flatMap((path) =>
    works("ls", [join(path, "specifications")]) ? probeFolder(join(path, "specifications"), [gem]).packages : [],
  );
  // `csv (3.3.4, default: 3.2.8)`, `nokogiri (1.18.1 x86_64-linux)`
  const listed = run(app, "gem", ["list"])
    .split("\n")
    .flatMap((line) => {
      const [, name = "", all = ""] = /^(\S+) \((.+)\)$/.exec(line) ?? [];
      return all.split(", ").map((one) => ({ name, version: one.replace("default: ", "").split(" ")[0] ?? "" }));
    });
  expect(versions(found)).toEqual(versions(listed.filter(({ name }) => name !== "")));
});

test("composer show", (context) => {
  context.skip(!works("composer", ["--version", "--no-interaction"]), "there is no composer (apt: composer php-cli)");
  const path = (name: string) => ({ type: "path", url: `../${name}`, options: { symlink: false } });
  const root = {
    name: "acme/app",
    version: "1.0.0",
    repositories: [path("a"), path("b"), { "packagist.org": false }],
    require: { "acme/a": "*" },
    "require-dev": { "acme/b": "*" },
  };
  folderWith("php", {
    "a/composer.json": JSON.stringify({ name: "acme/a", version: "v1.2.3", license: "MIT", require: { php: ">=7" } }),
    "b/composer.json": JSON.stringify({
      name: "acme/b",
      version: "2.0.1",
      license: ["MIT", "GPL-2.0-only"],
      require: { "acme/a": "*" },
    }),
    "app/composer.json": JSON.stringify(root),
  });
  const app = join(folder, "php/app");
  const env = { COMPOSER_ALLOW_SUPERUSER: "1", COMPOSER_HOME: join(folder, "composer") };
  run(app, "composer", ["install", "--quiet", "--no-interaction"], env);
  const shown = JSON.parse(run(app, "composer", ["show", "--format=json"], env)) as {
    installed: { name: string; version: string }[];
  };
  expect(shown.installed).toHaveLength(2);
  const { packages } = probeFolder(app, [composer]);
  expect(versions(packages)).toEqual(versions(shown.installed));
  expect(packages.find(({ name }) => name === "acme/b")).toMatchObject({
    licenses: ["MIT", "GPL-2.0-only"],
    dependsOn: ["acme/a"],
    owns: [`${app}/vendor/acme/b/`],
  });
});
