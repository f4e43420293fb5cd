import { describe, expect, it } from "vitest";
import { packageManagers } from "./index.ts";
import { bumpCommand, holderOf, isUpgradable, systemTypes, toolChainOf, upgradeCommand } from "./remedies.ts";

describe("commands that update a project's package", () => {
  it.each([
    ["npm", "@babel/core", "7.26.10", "npm install @babel/core@7.26.10"],
    ["pypi", "flask", "3.1.0", "pip install --upgrade 'flask>=3.1.0'"],
    ["golang", "golang.org/x/net", "0.38.0", "go get golang.org/x/net@v0.38.0 && go mod tidy"],
    ["golang", "golang.org/x/net", "v0.38.0", "go get golang.org/x/net@v0.38.0 && go mod tidy"],
    ["cargo", "tokio", "1.44.2", "cargo update -p tokio --precise 1.44.2"],
    ["gem", "rack", "3.1.14", "bundle update rack --conservative"],
    ["composer", "twig/twig", "3.19.0", "composer require twig/twig:^3.19.0 --with-all-dependencies"],
    ["pear", "pecl.php.net/imagick", "3.8.0", "pear upgrade pecl.php.net/imagick-3.8.0"],
    ["nuget", "Newtonsoft.Json", "13.0.3", "dotnet add package Newtonsoft.Json --version 13.0.3"],
    ["pub", "http", "1.2.2", "dart pub upgrade http"],
    ["hex", "plug", "1.16.1", "mix deps.update plug"],
  ])("%s %s", (type, name, to, command) => {
    expect(bumpCommand(type, name, to)).toBe(command);
  });

  it.each([
    ["maven", "org.springframework:spring-web", "6.2.7"],
    ["golang", "stdlib", "1.24.4"],
    ["deb", "curl", "8.14"],
    ["constructor", "a", "1"],
    ["__proto__", "a", "1"],
    ["npm", "a; rm -rf /", "1.0.0"],
    ["npm", "a", "1.0.0`id`"],
    ["npm", "-g", "1.0.0"],
    ["pypi", "a' && id '", "1"],
    ["gem", "", "1"],
  ])("none for %s %s %s", (type, name, to) => {
    expect(bumpCommand(type, name, to)).toBeUndefined();
  });
});

describe("commands that upgrade a distribution's packages", () => {
  it.each([
    ["deb", { id: "debian" }, "apt-get update && apt-get install -y --only-upgrade curl zlib"],
    ["deb", {}, "apt-get update && apt-get install -y --only-upgrade curl zlib"],
    ["apk", { id: "alpine" }, "apk upgrade --no-cache curl zlib"],
    ["rpm", { id: "fedora", versionId: "43" }, "dnf upgrade -y curl zlib"],
    ["rpm", { id: "rocky", idLike: ["rhel", "centos", "fedora"], versionId: "9.6" }, "dnf upgrade -y curl zlib"],
    ["rpm", { id: "centos", idLike: ["rhel", "fedora"], versionId: "7" }, "yum upgrade -y curl zlib"],
    ["rpm", { id: "rhel", versionId: "6.10" }, "yum upgrade -y curl zlib"],
    ["rpm", { id: "rhel", versionId: "10.0" }, "dnf upgrade -y curl zlib"],
    ["rpm", { id: "amzn", versionId: "2" }, "yum upgrade -y curl zlib"],
    ["rpm", { id: "amzn", versionId: "2023" }, "dnf upgrade -y curl zlib"],
    ["rpm", { id: "photon", versionId: "5.0" }, "tdnf upgrade -y curl zlib"],
    ["rpm", { id: "azurelinux", versionId: "3.0" }, "tdnf upgrade -y curl zlib"],
    ["rpm", { id: "opensuse-leap", idLike: ["suse", "opensuse"] }, "zypper --non-interactive update curl zlib"],
    ["rpm", { id: "sles", versionId: "15.7" }, "zypper --non-interactive update curl zlib"],
    ["rpm", {}, "dnf upgrade -y curl zlib"],
  ])("%s of %j", (type, os, command) => {
    expect(upgradeCommand(type, os, ["zlib", "curl", "zlib"])).toBe(command);
  });

  it("returns nothing for other types and for names that are unsafe in a shell", () => {
    expect(["alpm", "npm", "", "constructor"].map((type) => upgradeCommand(type, {}, ["curl"]))).toEqual(
      Array.from({ length: 4 }),
    );
    expect(upgradeCommand("deb", {}, ["curl", "x; id"])).toBeUndefined();
    expect(["deb", "apk", "rpm", "alpm", "npm"].filter(isUpgradable)).toEqual(["deb", "apk", "rpm"]);
    expect([...systemTypes].sort()).toEqual(["alpm", "apk", "deb", "rpm"]);
  });
});

describe("other facts of managers", () => {
  it("finds the program that bundles a library", () => {
    const npm = "/usr/lib/node_modules/npm/node_modules/tar/package.json";
    expect(holderOf(npm)).toEqual({ name: "npm", command: "npm install --global npm@latest" });
    expect(holderOf("/usr/lib/node_modules/@a/b/node_modules/c/package.json")?.name).toBe("@a/b");
    expect(holderOf("/usr/lib/node_modules/a b/node_modules/c/package.json")).toEqual({
      name: "a b",
      command: undefined,
    });
    for (const path of ["/app/node_modules/a/package.json", "/usr/lib/node_modules/npm/package.json", "", "/"])
      expect(holderOf(path), path).toBeUndefined();
  });

  it("finds the packages of its tool chain", () => {
    expect(toolChainOf("golang", "stdlib")?.title).toBe("Go");
    expect(toolChainOf("golang", "golang.org/x/net")).toBeUndefined();
    expect(toolChainOf("npm", "stdlib")).toBeUndefined();
  });

  it("has unique names and unique types with commands", () => {
    const names = packageManagers.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const types = packageManagers.flatMap(({ purlType, bump }) => (bump === undefined ? [] : [purlType]));
    expect(new Set(types).size).toBe(types.length);
    const usual = packageManagers.flatMap(({ purlType, upgrade }) =>
      upgrade === undefined || upgrade.isOf !== undefined ? [] : [purlType],
    );
    expect(new Set(usual).size).toBe(usual.length);
  });
});
