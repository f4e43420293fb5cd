import { inflateZlib } from "../archive/inflate.ts";
import { isExecutable, readExecutable, sectionNamed } from "../binary/executable.ts";
import { machineCode } from "../binary/machine-code.ts";
import { cratesOf } from "../cargo/audit-data.ts";
import { fromSourcePaths, standardLibraryOf } from "../cargo/source-paths.ts";
import type { Ecosystem } from "../ecosystem.ts";
import { constants } from "../runtimes/version-in.ts";
import { mebibyte } from "../../../domain/units.ts";

/**
 * Crates of Rust programs. Those that were built with cargo-auditable (Alpine and Wolfi do for theirs) list them: zlib-compressed JSON
 * in a separate section (cargo-auditable, PARSING.md). Others name the crates in their messages, as far as they have any.
 */
const cargo: Ecosystem = {
  name: "cargo",
  type: "cargo",
  looksAt: { executablesFrom: 16 * 1024, endings: [".so", ".exe", ".node", ".pyd", ".dll", ".dylib"] },
  recognises: isExecutable,
  leavesOut: machineCode,
  // Only headers and constants are read, so size hardly matters.
  maxBytes: 2 * 1024 * mebibyte,
  read(file, body) {
    const executable = readExecutable(file, body);
    if (executable === undefined) return undefined;
    const section = sectionNamed(executable, ".dep-v0");
    if (section === undefined) {
      const packages = fromSourcePaths(executable, body, () => constants(file, body));
      return packages && { packages };
    }
    if (section.size > mebibyte) throw new Error("its section of crates is larger than 1 MiB");
    // 8 MiB is the default limit of cargo-auditable's own reader; some 80,000 crates.
    const json = inflateZlib(body.read(section.offset, section.size), 8 * mebibyte);
    return { packages: [...cratesOf(json.toString()), ...standardLibraryOf(executable, body)] };
  },
};
export default cargo;
