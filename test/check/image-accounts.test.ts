// What the examples of the rules on accounts, programs and files cannot say.
import { imageFacts } from "../../src/facts/image/image-facts.ts";
import { describe, expect, it } from "vitest";
import { emptyConfiguration, emptyImage } from "../empty-image.ts";
import type { Account, FileNote, ImageInfo } from "../../src/domain/image/image-info.ts";
import fileCapabilities from "../../src/rules/capabilities/capabilities/file-capabilities.ts";
import deviceNode from "../../src/rules/capabilities/mounts/device-node.ts";
import loginServer from "../../src/rules/capabilities/network/login-server.ts";
import sshdConfig from "../../src/rules/capabilities/network/sshd-config.ts";
import packageCache from "../../src/rules/cleanup/package-cache.ts";
import duplicateAccount from "../../src/rules/non-root/duplicate-account.ts";
import emptyPassword from "../../src/rules/non-root/empty-password.ts";
import imageWorldWritable from "../../src/rules/non-root/image-world-writable.ts";
import serviceLoginShell from "../../src/rules/non-root/service-login-shell.ts";
import setuidFiles from "../../src/rules/non-root/setuid-files.ts";
import sudoInImage from "../../src/rules/non-root/sudo-in-image.ts";
import unknownUser from "../../src/rules/non-root/unknown-user.ts";
import { exampleLayer } from "../../src/rules/shared/example-layer.ts";
import { ownerName } from "../../src/rules/shared/file-notes.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { judge } from "../judge.ts";

function findings(rule: unknown, image: Partial<ImageInfo>) {
  const run = judge([rule as Rule], { target: "image", facts: { ...imageFacts({ ...emptyImage, ...image }) } });
  expect(run.results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
  return run.findings;
}

function verdict(rule: unknown, image: Partial<ImageInfo>) {
  return judge([rule as Rule], { target: "image", facts: { ...imageFacts({ ...emptyImage, ...image }) } }).results[0]
    ?.verdict;
}

const account = (name: string, uid: number, more: Partial<Account> = {}): Account => ({
  name,
  uid,
  gid: uid,
  shell: "/usr/sbin/nologin",
  password: "locked",
  ...more,
});
const note = (path: string, more: Partial<FileNote> = {}): FileNote => ({
  path,
  mode: "4755",
  uid: 0,
  gid: 0,
  layer: 0,
  bytes: 10,
  ...more,
});

describe("accounts", () => {
  it("what cannot be judged is skipped, not clean", () => {
    expect([emptyPassword, duplicateAccount, serviceLoginShell].map((rule) => verdict(rule, {}))).toEqual(
      Array.from({ length: 3 }, () => "skipped"),
    );
  });

  it("the accounts that Debian ships are none of a fault", () => {
    const accounts = [
      account("root", 0, { shell: "/bin/bash" }),
      account("sync", 4, { shell: "/bin/sync" }),
      account("www-data", 33),
      account("nobody", 65534),
    ];
    for (const rule of [emptyPassword, duplicateAccount, serviceLoginShell])
      expect(findings(rule, { accounts })).toEqual([]);
  });

  it("an empty password with a login shell is a finding beside those without", () => {
    const accounts = [account("a", 5, { password: "empty" }), account("b", 6, { password: "empty", shell: "/bin/sh" })];
    expect(findings(emptyPassword, { accounts }).map(({ severity }) => severity)).toEqual(["warning", "warning"]);
  });

  it("a name that stands twice is told apart from a uid that does", () => {
    const accounts = [account("app", 5), account("app", 6), account("web", 6), account("web", 6)];
    const found = findings(duplicateAccount, { accounts });
    expect(found.map(({ message, also }) => [message, also.length])).toEqual([
      ["Uid 6 is shared by `app`, `web`", 1],
      ["`app` has 2 lines in /etc/passwd (uid 5, 6); only the first counts", 0],
      ["`web` has 2 lines in /etc/passwd (uid 6); only the first counts", 1],
    ]);
  });

  it.each([
    ["", 0],
    ["10001", 0],
    ["10001:10001", 0],
    ["root", 1],
    ["web", 1],
    ["web:web", 2],
    ["0:adm", 1],
  ])("user %j of an image without /etc/passwd: %i findings", (user, count) => {
    expect(findings(unknownUser, { user })).toHaveLength(count);
  });
});

describe("files", () => {
  const packages = [
    { purl: "pkg:apk/alpine/busybox@1.37", name: "busybox", version: "1.37", layer: 0, path: "/lib/apk/db/installed" },
  ];
  const owner = "pkg:deb/debian/util-linux@1:2.41?arch=amd64";

  it("a setuid file that no package brought is a warning only where packages are known", () => {
    const setuid = [note("/usr/bin/su", { owner }), note("/opt/helper")];
    expect(findings(setuidFiles, { setuid }).map(({ severity }) => severity)).toEqual(["info"]);
    const known = findings(setuidFiles, { setuid, packages });
    expect(known.map(({ severity, message }) => [severity, message])).toEqual([
      ["warning", "1 file with setuid or setgid that no package brought: /opt/helper"],
      ["info", "1 file with setuid or setgid: /usr/bin/su (util-linux)"],
    ]);
  });

  it.each([
    ["pkg:deb/debian/passwd@1:4.17?arch=amd64", "passwd"],
    ["pkg:npm/%40a/b@1.0.0", "b"],
    ["odd", "odd"],
  ])("%s is called %s", (purl, name) => expect(ownerName(purl)).toBe(name));

  it("world-writable programs and settings come first", () => {
    const worldWritable = [note("/srv/data", { mode: "0777" }), note("/etc/app.conf", { mode: "0666" })];
    const [found] = findings(imageWorldWritable, { worldWritable });
    expect([found?.severity, found?.location]).toEqual(["warning", { layer: 0, path: "/etc/app.conf" }]);
  });

  it.each([
    ["cap_net_bind_service=ep", "info"],
    ["cap_setuid=i", "info"],
    ["cap_setuid=p", "warning"],
    ["=ep", "warning"],
    ["=ep cap_net_admin+i [rootid=1]", "warning"],
    ["cap_net_raw=ei cap_sys_admin+ep", "warning"],
  ])("%s is %s", (capabilities, severity) => {
    expect(findings(fileCapabilities, { fileCapabilities: [{ ...note("/a"), capabilities }] })[0]?.severity).toBe(
      severity,
    );
  });

  it("a source without extended attributes is not clean", () => expect(verdict(fileCapabilities, {})).toBe("skipped"));

  it("devices below /dev are hidden by the runtime's own", () => {
    const found = findings(deviceNode, { devices: [note("/dev/null"), note("/srv/null")] });
    expect(found.map(({ severity }) => severity).sort()).toEqual(["info", "warning"]);
  });

  it("debconf's copies are no download cache, and only apk's cache is what dockle reports", () => {
    const leftover = (path: string) => ({ kind: "package-cache" as const, path, bytes: 900_000, files: 1, layer: 0 });
    expect(findings(packageCache, { leftovers: [leftover("/var/cache/debconf/templates.dat-old")] })).toEqual([]);
    expect(findings(packageCache, { leftovers: [leftover("/var/cache/dnf")] })[0]?.also).toEqual([]);
    expect(findings(packageCache, { leftovers: [leftover("/var/cache/apk")] })[0]?.also).toContain(
      "dockle/DKL-DI-0004",
    );
  });
});

describe("programs", () => {
  const sshd = { kind: "sshd", path: "/usr/sbin/sshd", layer: 2 };

  it("a server that the image starts is named as such", () => {
    const started = { ...emptyConfiguration, cmd: ["/usr/sbin/sshd", "-D"] };
    expect(findings(loginServer, { programs: [sshd] })[0]?.message).not.toContain("the image starts it");
    expect(findings(loginServer, { programs: [sshd], config: started })[0]?.message).toContain("the image starts it");
  });

  it("sshd's settings matter only where there is an sshd", () => {
    const config = { path: "/etc/ssh/sshd_config", layer: 1 };
    const ssh = { config, settings: [], hostKeys: [], authorizedKeys: [] };
    expect(findings(sshdConfig, { ssh })).toEqual([]);
    expect(findings(sshdConfig, { ssh, programs: [sshd] }).map(({ severity }) => severity)).toEqual(["info"]);
  });

  it("sudo names dockle only where the history has the word", () => {
    const programs = [{ kind: "sudo", path: "/usr/bin/sudo", layer: 0 }];
    expect(findings(sudoInImage, { programs })[0]?.also).toEqual([]);
    const layers = [exampleLayer(0, "RUN /bin/sh -c sudo make install # buildkit", 1)];
    expect(findings(sudoInImage, { programs, layers })[0]?.also).toEqual(["dockle/DKL-DI-0001"]);
    expect(findings(sudoInImage, { programs, user: "" })[0]?.severity).toBe("info");
  });
});
