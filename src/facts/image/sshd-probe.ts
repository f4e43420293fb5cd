import type { LayerProbe } from "../../domain/image/layer-probe.ts";
import { parseSshdConfig, type SshdLine } from "./sshd-config.ts";

export type SshFile =
  | { readonly kind: "config"; readonly lines: readonly SshdLine[] }
  | { readonly kind: "host-key" }
  | { readonly kind: "authorized-keys"; readonly keys: number };

/** openSUSE keeps the vendor's file in /usr/etc. */
const config = /^\/(?:usr\/)?etc\/ssh\/sshd_config(?:\.d\/[^/]+\.conf)?$/;
/** FILES of sshd(8), and dropbear(8). */
const hostKey = /^\/etc\/(?:ssh\/ssh_host_[^/]+_key|dropbear\/dropbear_[^/]+_host_key)$/;
const authorizedKeys = /\/\.ssh\/authorized_keys2?$|^\/etc\/ssh\/authorized_keys(?:\/[^/]+)?$/;

/** Configuration of the SSH server, the host's private keys and the keys that may log in. No key is kept. */
export const sshdProbe: LayerProbe<SshFile> = {
  name: "sshd",
  looksAt: { names: ["authorized_keys", "authorized_keys2"], under: ["/etc/ssh/", "/usr/etc/ssh/", "/etc/dropbear/"] },
  wants: ({ path, size }) => size > 0 && (config.test(path) || hostKey.test(path) || authorizedKeys.test(path)),
  maxBytes: 1_048_576,
  read({ path }, body) {
    const bytes = body.read(0, body.size);
    const text = new TextDecoder().decode(bytes);
    if (config.test(path)) return { kind: "config", lines: parseSshdConfig(text) };
    if (hostKey.test(path)) return isPrivateKey(path, text, bytes) ? { kind: "host-key" } : undefined;
    const keys = text.split("\n").filter((line) => /^\s*[^\s#]/.test(line)).length;
    return keys === 0 ? undefined : { kind: "authorized-keys", keys };
  },
};

/** A placeholder of that name is no key. OpenSSH writes PEM; dropbear its binary form, which starts with the length of the type's name. */
function isPrivateKey(path: string, text: string, bytes: Uint8Array): boolean {
  if (!path.startsWith("/etc/dropbear/")) return /^\s*-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
  const length = bytes[3] ?? 0;
  const name = new TextDecoder().decode(bytes.subarray(4, 4 + length));
  return bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0 && /^(?:ssh|ecdsa)-[\w@.-]+$/.test(name);
}
