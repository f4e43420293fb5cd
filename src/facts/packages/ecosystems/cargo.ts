import { inflateZlib } from "../archive/inflate.ts";
import { isExecutable, readExecutable, sectionNamed } from "../binary/executable.ts";
import { cratesOf } from "../cargo/audit-data.ts";
import type { Ecosystem } from "../ecosystem.ts";

const megabyte = 1024 * 1024;

/**
 * Crates of Rust programs that were built with cargo-auditable (Alpine, Debian and Wolfi do for theirs): zlib-compressed JSON
 * in a section of its own (cargo-auditable, PARSING.md). Other Rust programs do not say what they hold.
 */
const cargo: Ecosystem = {
  name: "cargo",
  type: "cargo",
  looksAt: { executablesFrom: 16 * 1024, endings: [".so", ".exe"] },
  recognises: isExecutable,
  // Only headers and one section are read, so size hardly matters.
  maxBytes: 2 * 1024 * megabyte,
  read(file, body) {
    const executable = readExecutable(file, body);
    const section = executable === undefined ? undefined : sectionNamed(executable, ".dep-v0");
    if (section === undefined) return undefined;
    if (section.size > megabyte) throw new Error("its section of crates is larger than 1 MiB");
    // 8 MiB is what cargo-auditable's own reader takes by default; some 80,000 crates.
    const json = inflateZlib(body.read(section.offset, section.size), 8 * megabyte);
    return { packages: cratesOf(json.toString()) };
  },
};
export default cargo;
