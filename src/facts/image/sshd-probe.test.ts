import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryBody } from "../../sources/image/bodies/file-body.ts";
import { parseSshdConfig } from "./sshd-config.ts";
import { sshdProbe, type SshFile } from "./sshd-probe.ts";
import { sshInfo } from "./ssh-info.ts";

function read(path: string, content: string | Uint8Array): SshFile | undefined {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const file = { path, size: bytes.length, mode: 0o644 };
  return sshdProbe.wants?.(file) === true ? sshdProbe.read(file, memoryBody(bytes)) : undefined;
}

function info(files: Readonly<Record<string, string>>) {
  return sshInfo(
    Object.entries(files).flatMap(([path, text]) => {
      const value = read(path, text);
      return value === undefined ? [] : [{ path, layer: 1, value }];
    }),
  );
}

const main = "/etc/ssh/sshd_config";
// In two parts, so that nobody's scanner takes it for a real key.
const key = `-----BEGIN OPENSSH ${"PRIVATE"} KEY-----\nnone\n`;

describe("sshd_config", () => {
  it.each([
    ["PermitRootLogin yes", "yes"],
    ["permitrootlogin   YES  # for now", "yes"],
    ["PermitRootLogin=no", "no"],
    ['PermitRootLogin = "prohibit-password"', "prohibit-password"],
    ["\tPermitRootLogin no\r", "no"],
  ])("%j", (text, value) => {
    expect(parseSshdConfig(text)).toEqual([{ set: "permitrootlogin", value, line: 1 }]);
  });

  it.each(["#PermitRootLogin yes", "PermitRootLogin", "PermitRootLogin # yes", "PermitRootLoginX yes", ""])(
    "%j sets nothing",
    (text) => {
      expect(parseSshdConfig(text)).toEqual([]);
    },
  );

  it("uses the first value, with Includes in place", () => {
    const found = info({
      [main]: "Include sshd_config.d/*.conf\nPermitRootLogin no\nPasswordAuthentication no\nPort 22\nPort 2222\n",
      "/etc/ssh/sshd_config.d/50-cloud.conf": "PasswordAuthentication yes\n",
      "/etc/ssh/sshd_config.d/60-late.conf": "PasswordAuthentication no\n",
      "/etc/ssh/sshd_config.d/readme": "PermitRootLogin yes\n",
    });
    const said = found?.settings.map(({ keyword, value, path, line }) => [keyword, value, path, line]);
    expect(said).toEqual([
      ["PasswordAuthentication", "yes", "/etc/ssh/sshd_config.d/50-cloud.conf", 1],
      ["PermitRootLogin", "no", main, 2],
      ["Port", "22", main, 4],
      ["Port", "2222", main, 5],
    ]);
  });

  it("returns settings of a Match block with criteria until Match all", () => {
    const found = info({
      [main]:
        "PermitRootLogin no\nMatch Address 10.0.0.0/8\n  PermitRootLogin yes\nMatch all\nPermitEmptyPasswords yes\n",
    });
    expect(found?.settings.map(({ keyword, value, match }) => [keyword, value, match])).toEqual([
      ["PermitRootLogin", "no", undefined],
      ["PermitRootLogin", "yes", "Address 10.0.0.0/8"],
      ["PermitEmptyPasswords", "yes", undefined],
    ]);
  });

  it("stops at circular Includes", () => {
    const loop = "Include /etc/ssh/*\nInclude /etc/ssh/sshd_config\nPermitRootLogin yes\n".repeat(20);
    expect(info({ [main]: loop, "/etc/ssh/sshd_config.d/a.conf": loop })?.settings).toHaveLength(1);
  });

  it("rejects an oversized file", () => {
    expect(() => parseSshdConfig("\n".repeat(20_001))).toThrow(/20000 lines/);
    expect(() => parseSshdConfig("Port 1\n".repeat(1_001))).toThrow(/1000 settings/);
  });

  it("parses any text in time", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(Array.isArray(parseSshdConfig(text))).toBe(true);
      }),
    );
    expect(parseSshdConfig(`PermitRootLogin ${'"a'.repeat(100_000)}`)).toHaveLength(1);
    expect(parseSshdConfig(" ".repeat(500_000))).toEqual([]);
    expect(parseSshdConfig(`Port ${" ".repeat(500_000)}1`)).toHaveLength(1);
    expect(parseSshdConfig(`Port ${'1 " '.repeat(100_001)}`)).toHaveLength(1);
    expect(
      info({
        [main]: `Include /etc/ssh/sshd_config.d/${"*a".repeat(5_000)}b\n`,
        "/etc/ssh/sshd_config.d/aaaa.conf": "Port 1\n",
      })?.settings,
    ).toEqual([]);
  });
});

describe("keys", () => {
  it("reads host keys and authorized keys", () => {
    const found = info({
      "/etc/ssh/ssh_host_ed25519_key": key,
      "/etc/ssh/ssh_host_ed25519_key.pub": "ssh-ed25519 AAAA root@build\n",
      "/etc/ssh/ssh_host_rsa_key": "made when the container starts\n",
      "/root/.ssh/authorized_keys": "# none of ours\nssh-ed25519 AAAA a\n\nssh-rsa AAAA b\n",
      "/home/app/.ssh/authorized_keys": "# nobody\n",
    });
    expect(found).toEqual({
      settings: [],
      hostKeys: [{ path: "/etc/ssh/ssh_host_ed25519_key", layer: 1 }],
      authorizedKeys: [{ path: "/root/.ssh/authorized_keys", layer: 1, keys: 2 }],
    });
    expect(JSON.stringify(found)).not.toContain("AAAA");
  });

  it("reads dropbear's binary form", () => {
    const text = "ssh-ed25519";
    const bytes = Uint8Array.from([0, 0, 0, text.length, ...new TextEncoder().encode(text), 0, 0, 0, 64]);
    expect(read("/etc/dropbear/dropbear_ed25519_host_key", bytes)).toEqual({ kind: "host-key" });
    expect(read("/etc/dropbear/dropbear_rsa_host_key", "placeholder")).toBeUndefined();
    expect(read("/etc/dropbear/dropbear_rsa_host_key", Uint8Array.of(0))).toBeUndefined();
  });

  it("returns nothing for an image without SSH files", () => {
    expect(info({ "/etc/ssh/ssh_config": "Host *\n", "/app/sshd_config": "PermitRootLogin yes\n" })).toBeUndefined();
  });
});
