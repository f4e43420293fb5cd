import type { PackageOperand } from "../package-call.ts";
import type { ShellWord } from "../../dockerfile/dockerfile.ts";

/**
 * `name`, `name.arch`, `name-1.2`, `name-1:1.2-3.fc42.x86_64`, `@group`, a local file, a URL, a file that some package
 * provides (`/usr/bin/ldd`), a glob (dnf(8), "Specifying packages").
 */
export function rpmOperand(word: ShellWord): PackageOperand {
  const { text, literal } = word;
  if (/^(https?|ftp|file):/.test(text)) return { word, name: text, kind: "url" };
  if (text.endsWith(".rpm")) return { word, name: text, kind: literal ? "path" : "dynamic" };
  if (!literal) return { word, name: text, kind: "dynamic" };
  if (/^[@/]/.test(text)) return { word, name: text, kind: "named" };
  const withoutArch = text.replace(/\.(x86_64|aarch64|i[36]86|noarch|ppc64le|s390x|armv7hl)$/, "");
  const [, name = withoutArch, version] =
    /^(.+?)(-(?:\d+:)?\d[^-]*-\d[^-]*)$/.exec(withoutArch) ??
    /^(.+)(-(?:\d+:)?\d[^-]*)$/.exec(withoutArch) ??
    // zypper(8) compares: `name=1.2`, `name>=1.2`
    /^([^<>=]+)((?:[<>]=?|=).+)$/.exec(withoutArch) ??
    [];
  return { word, name, kind: "named", ...(version !== undefined && { version }) };
}
