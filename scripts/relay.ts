// `node scripts/relay.ts`: compiles relay/relay.c for both architectures into src/sources/engine/reach/relay-program.ts. Takes gcc and gcc-aarch64-linux-gnu of Debian.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const source = join(root, "relay/relay.c");
const compilers = { x86_64: "x86_64-linux-gnu-gcc", aarch64: "aarch64-linux-gnu-gcc" };
const options =
  "-Os -static -nostdlib -ffreestanding -fno-stack-protector -fno-asynchronous-unwind-tables -fno-pie -no-pie -Wall -Wextra -Werror -Wl,--build-id=none -Wl,-z,noseparate-code -Wl,-z,norelro -s";
const folder = mkdtempSync(join(tmpdir(), "relay-"));
try {
  const programs = Object.entries(compilers).map(([architecture, compiler]) => {
    const out = join(folder, architecture);
    const more = architecture === "x86_64" ? ["-fcf-protection=none"] : ["-mno-outline-atomics"];
    execFileSync(compiler, [...options.split(" "), ...more, "-o", out, source], { stdio: "inherit" });
    return [architecture, readFileSync(out)] as const;
  });
  const sum = createHash("sha256").update(readFileSync(source)).digest("hex");
  const text = `// Made by scripts/relay.ts out of relay/relay.c. Do not edit.

/** SHA-256 of the source that these were compiled from. */
export const relaySource = "${sum}";

/** Base64 of an executable for Linux without a library, by the machine's name in uname(2). */
export const relayPrograms: Readonly<Record<string, string>> = {
${programs.map(([architecture, bytes]) => `  // ${bytes.length} bytes\n  ${architecture}:\n    "${bytes.toString("base64")}",`).join("\n")}
};
`;
  writeFileSync(join(root, "src/sources/engine/reach/relay-program.ts"), text);
} finally {
  rmSync(folder, { recursive: true });
}
