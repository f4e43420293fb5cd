import type { Ecosystem, FoundPackage } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { ownedPaths } from "../owned-paths.ts";

/** The second where `/lib` is `/usr/lib`. */
const databases = ["/lib/apk/db/installed", "/usr/lib/apk/db/installed"];

/**
 * Packages of apk: one line a field (`P:musl`), a line without one ends a package (apk-package(5) for the letters; apk-tools,
 * `apk_db_fdb_read`, for those of files: `F:` opens a folder, `R:` names a file in it).
 */
const apk: Ecosystem = {
  name: "apk",
  type: "apk",
  distribution: true,
  database: true,
  looksAt: { names: ["installed"] },
  wants: ({ path }) => databases.includes(path),
  read(_file, body) {
    const text = decode(body.read(0, body.size));
    const packages = packagesOf(text);
    if (packages.length === 0 && text.trim() !== "") throw new Error("none of its records names a package");
    return { packages };
  },
};
export default apk;

function packagesOf(text: string): readonly FoundPackage[] {
  const packages: FoundPackage[] = [];
  const join = ownedPaths();
  let fields = new Map<string, string>();
  let owns: string[] = [];
  let folder: string | undefined;
  const end = () => {
    const packageRecord = packageOf(fields, owns);
    if (packageRecord !== undefined) packages.push(packageRecord);
    fields = new Map();
    owns = [];
    folder = undefined;
  };
  for (const line of text.split("\n")) {
    if (line.length < 2) {
      end();
      continue;
    }
    if (line[1] !== ":") throw new Error("a line in it is neither a field nor the end of a package");
    const value = line.slice(2);
    if (line.startsWith("F:")) folder = value;
    else if (line.startsWith("R:")) {
      if (folder === undefined) throw new Error("a file in it has no folder");
      owns.push(join(folder, value));
    } else if (/^[PVALoDp]/.test(line)) fields.set(line.slice(0, 1), value);
  }
  end();
  return packages;
}

function packageOf(fields: ReadonlyMap<string, string>, owns: readonly string[]): FoundPackage | undefined {
  const [name = "", version = "", architecture = "", license = "", origin = ""] = ["P", "V", "A", "L", "o"].map(
    (letter) => fields.get(letter)?.trim(),
  );
  if (name === "" && version === "") return undefined;
  if (name === "" || version === "") throw new Error(`the package "${name}${version}" lacks its name or its version`);
  return {
    name,
    version,
    ...(architecture === "" ? {} : { qualifiers: { arch: architecture } }),
    // All packages of one build have its version.
    source: { name: origin === "" ? name : origin, version },
    ...(license === "" ? {} : { licenses: [license] }),
    dependsOn: namesIn(fields.get("D")),
    provides: namesIn(fields.get("p")),
    owns,
  };
}

/** `musl>=1.2 so:libcrypto.so.3 cmd:busybox=1.36.1-r5 py3~3.12 !conflict`: names without versions; `!` forbids instead. */
function namesIn(value = ""): readonly string[] {
  const names = new Set<string>();
  for (const word of value.split(" ")) {
    const name = /^[^!<>=~@][^<>=~@]*/.exec(word)?.[0];
    if (name !== undefined) names.add(name);
  }
  return [...names];
}
