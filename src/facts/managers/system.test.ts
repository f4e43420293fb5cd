import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { packageCallsFact } from "./package-calls.ts";
import type { PackageCall } from "./package-call.ts";
import { dockerfileFact } from "../dockerfile/stages.ts";

function callsOf(run: string): readonly PackageCall[] {
  return packageCallsFact(dockerfileFact(parseDockerfile("Dockerfile", `FROM debian:trixie\n${run}\n`)));
}

/** `curl |=8.* |named`, one an operand. */
const operands = (call: PackageCall | undefined) =>
  (call?.operands ?? []).map(({ name, version, kind }) =>
    [name, version ?? "", kind].join("|").replace("||", "|").replace("|named", ""),
  );
const options = (call: PackageCall | undefined) =>
  (call?.options ?? []).map(({ name, value }) => (value === undefined ? name : `${name} ${value}`));

describe.each<[string, string, string, readonly string[], readonly string[]]>([
  ["apt-get -yqq install curl=8.14.1-2 jq", "apt-get", "install", ["-y", "-q", "-q"], ["curl|=8.14.1-2", "jq"]],
  ["apt-get -q=2 install 'curl=8.*' gcc:arm64", "apt-get", "install", ["-q 2"], ["curl|=8.*", "gcc"]],
  ["apt-get install curl=8.* libssl-dev/stable", "apt-get", "install", [], ["curl|=8.*", "libssl-dev|/stable"]],
  ["apt-get -t trixie-backports install -y jq", "apt-get", "install", ["-t trixie-backports", "-y"], ["jq"]],
  ["apt-get -ttrixie install g++ libstdc++6 vim-", "apt-get", "install", ["-t trixie"], ["g++", "libstdc++6", "vim"]],
  ["apt-get -o APT::Install-Recommends=0 install jq", "apt-get", "install", ["-o APT::Install-Recommends=0"], ["jq"]],
  ["apt-get -oDpkg::Use-Pty=0 install jq", "apt-get", "install", ["-o Dpkg::Use-Pty=0"], ["jq"]],
  [
    "apt-get install ./own.deb /tmp/b.deb $C /tmp/$D.deb",
    "apt-get",
    "install",
    [],
    ["./own.deb|path", "/tmp/b.deb|path", "$C|dynamic", "/tmp/$D.deb|dynamic"],
  ],
  ["apt-get install -- jq libfoo*", "apt-get", "install", [], ["jq", "libfoo*|dynamic"]],
  ["sudo /usr/bin/apt-get dist-upgrade -y", "apt-get", "dist-upgrade", ["-y"], []],
  ["apt full-upgrade", "apt", "dist-upgrade", [], []],
  ["apt-get autoclean", "apt-get", "clean", [], []],
  ["apt-get autoremove --purge -y", "apt-get", "autoremove", ["--purge", "-y"], []],
  ["apt-get build-dep -y nginx", "apt-get", "install", ["-y"], ["nginx"]],
  ["apt-get download jq", "apt-get", "other", [], ["jq"]],
  ["aptitude -t stable safe-upgrade", "aptitude", "upgrade", ["-t stable"], []],
  [
    "apk add --no-cache -t .build curl=8.1-r0 'git~2.5' 'a>=1' b@edge",
    "apk",
    "install",
    ["--no-cache", "-t .build"],
    ["curl|=8.1-r0", "git|~2.5", "a|>=1", "b"],
  ],
  [
    "apk add --virtual .deps -X https://example.com/edge jq",
    "apk",
    "install",
    ["--virtual .deps", "-X https://example.com/edge"],
    ["jq"],
  ],
  ["apk -U upgrade", "apk", "upgrade", ["-U"], []],
  ["apk cache clean", "apk", "clean", [], ["clean"]],
  ["apk add ./own.apk $PKGS", "apk", "install", [], ["./own.apk|path", "$PKGS|dynamic"]],
  [
    "dnf -y install tomcat-9.0.1 rpm-sign openssl-1:1.1.1k gcc-c++ java-11-openjdk",
    "dnf",
    "install",
    ["-y"],
    ["tomcat|-9.0.1", "rpm-sign", "openssl|-1:1.1.1k", "gcc-c++", "java-11-openjdk"],
  ],
  [
    "dnf install foo-1.2-3.fc42.x86_64 @development ./a.rpm https://example.com/b.rpm /usr/bin/ldd",
    "dnf",
    "install",
    [],
    ["foo|-1.2-3.fc42", "@development", "./a.rpm|path", "https://example.com/b.rpm|url", "/usr/bin/ldd"],
  ],
  [
    "dnf --setopt tsflags=nodocs --enablerepo=crb up",
    "dnf",
    "upgrade",
    ["--setopt tsflags=nodocs", "--enablerepo crb"],
    [],
  ],
  ["dnf module install -y nodejs:20", "dnf", "install", ["-y"], ["@nodejs:20"]],
  ["dnf group install 'Development Tools'", "dnf", "install", [], ["@Development Tools"]],
  ["dnf distro-sync", "dnf", "dist-upgrade", [], []],
  ["yum makecache", "yum", "update", [], []],
  ["yum localinstall -y a.rpm", "yum", "install", ["-y"], ["a.rpm|path"]],
  ["microdnf clean all", "microdnf", "clean", [], ["all"]],
  ["tdnf erase -y jq", "tdnf", "remove", ["-y"], ["jq"]],
  [
    "zypper -n --root /x in -t pattern --from repo devel 'jq>=1.6'",
    "zypper",
    "install",
    ["-n", "--root /x", "-t pattern", "--from repo"],
    ["devel", "jq|>=1.6"],
  ],
  ["zypper in -C libfoo", "zypper", "install", ["-C"], ["libfoo"]],
  ["zypper ref", "zypper", "update", [], []],
  ["zypper --non-interactive dup", "zypper", "dist-upgrade", ["--non-interactive"], []],
  ["zypper cc -a", "zypper", "clean", ["-a"], []],
])("%s", (command, manager, action, expectedOptions, expectedOperands) => {
  it("reads calls as in its manual", () => {
    const [call] = callsOf(`RUN ${command}`);
    expect({ manager: call?.manager, action: call?.action }).toEqual({ manager, action });
    expect(options(call)).toEqual(expectedOptions);
    expect(operands(call)).toEqual(expectedOperands);
  });
});

describe("package calls", () => {
  it("ignores programs without a verb or with another name", () => {
    expect(callsOf("RUN apt-get --version; notdnf install x; apt-cache policy; echo apt-get install")).toEqual([]);
  });

  it("reads exec form and ONBUILD, with source spans", () => {
    const text = 'ONBUILD RUN ["apt-get", "install", "-y", "curl"]';
    const [call] = callsOf(text);
    expect(call?.instruction.onbuild).toBe(true);
    expect(operands(call)).toEqual(["curl"]);
    const { start = 0, end = 0 } = call?.verb?.span ?? {};
    expect(`FROM debian:trixie\n${text}`.slice(start, end)).toBe('"install"');
  });
});
