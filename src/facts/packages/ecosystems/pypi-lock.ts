import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { declaredPython, pythonTomlLock } from "../python/toml-lock.ts";
import { addBounded } from "../text/bounds.ts";
import { entriesOf, parseJsonObject } from "../text/json.ts";
import { linesOf } from "../text/lines.ts";
import { withoutRepeats } from "../text/names.ts";
import { isOfProject, lockBytes } from "../text/paths.ts";
import { isObject } from "../../../formats/json/values.ts";
import { lastPart } from "../../../text/cut.ts";

/** Packages of Python's lock files: requirements.txt (pinned lines only), Pipfile.lock (`default`), poetry.lock, uv.lock, pdm.lock, pylock.toml (PEP 751). */
const pypiLock: Ecosystem = {
  name: "pypi-lock",
  type: "pypi",
  // PEP 751 has `pylock.NAME.toml` too.
  looksAt: { names: ["requirements.txt", "Pipfile.lock", "poetry.lock", "uv.lock", "pdm.lock"], endings: [".toml"] },
  maxBytes: lockBytes,
  wants: (file) =>
    isOfProject(file.path) && (!file.path.endsWith(".toml") || /^pylock\.(?:[^.]+\.)?toml$/.test(lastPart(file.path))),
  read(file, body): PackageExtract | undefined {
    const bytes = body.read(0, body.size);
    const name = lastPart(file.path);
    const packages =
      name === "Pipfile.lock"
        ? ofPipfile(bytes)
        : name === "requirements.txt"
          ? ofRequirements(decode(bytes))
          : pythonTomlLock(decode(bytes));
    return packages.length === 0 ? undefined : { packages: withoutRepeats(packages) };
  },
};

/** `{"default": {"name": {"version": "==1.2.3"}}, "develop": {...}}` (https://pipenv.pypa.io, Pipfile.lock). */
function ofPipfile(bytes: Uint8Array): readonly FoundPackage[] {
  return entriesOf(parseJsonObject(bytes).default).flatMap(([name, entry]) =>
    isObject(entry) && typeof entry.version === "string" ? pinned(`${name}${entry.version}`) : [],
  );
}

/** Lines `name==1.2.3`, perhaps with hashes on lines that follow a backslash (pip documentation, requirements file format). */
function ofRequirements(text: string): readonly FoundPackage[] {
  const packages: FoundPackage[] = [];
  let continued = false;
  for (const line of linesOf(text)) {
    if (!continued) for (const requirement of pinned(line)) addBounded(packages, requirement);
    continued = line.endsWith("\\");
  }
  return packages;
}

/** `name[extra] == 1.2.3 ; marker # comment`; `==1.*` pins nothing. */
function pinned(requirement: string): readonly FoundPackage[] {
  const match =
    /^[ \t]{0,64}([A-Za-z0-9][A-Za-z0-9._-]{0,255})[ \t]{0,8}(?:\[[^\]]{0,512}\])?[ \t]{0,8}={2,3}[ \t]{0,8}([^\s;,#*\\]{1,255})(?![^\s;#\\])/.exec(
      requirement,
    );
  return match?.[1] === undefined || match[2] === undefined ? [] : [declaredPython(match[1], match[2])];
}

export default pypiLock;
