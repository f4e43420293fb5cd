import type { FoundPackage } from "../ecosystem.ts";
import { parseJsonText } from "../text/json.ts";
import { wordOf } from "../text/names.ts";
import { isObject, listOf } from "../../../formats/json/values.ts";

/** Programs with more crates than this have not been seen; Servo has about 1,000. */
const mostPackages = 100_000;

interface Crate {
  readonly name: string;
  readonly version: string;
  readonly runtime: boolean;
  readonly dependencies: readonly number[];
}

/**
 * Crates that went into a program, from the JSON that cargo-auditable leaves in it (its PARSING.md and cargo-auditable.schema.json:
 * `packages` of `name`, `version`, `kind`, by default `runtime`, and `dependencies`, indexes into the list). What only build scripts used is left out.
 * Throws `Error` when the JSON is of another shape.
 */
export function cratesOf(json: string): readonly FoundPackage[] {
  const crates = parseCrates(json);
  const countByName = new Map<string, number>();
  for (const { name, runtime } of crates) if (runtime) countByName.set(name, (countByName.get(name) ?? 0) + 1);
  // As Cargo.lock does: a name that two versions share is followed by the version.
  const reference = ({ name, version }: Crate) => ((countByName.get(name) ?? 0) > 1 ? `${name} ${version}` : name);
  return crates
    .filter(({ runtime }) => runtime)
    .map((crate) => {
      const needs = crate.dependencies
        .map((index) => crates[index])
        .filter((dependency) => dependency?.runtime === true);
      const dependsOn = needs.flatMap((dependency) => (dependency === undefined ? [] : reference(dependency)));
      return {
        name: crate.name,
        version: crate.version,
        ...(dependsOn.length === 0 ? {} : { dependsOn }),
        ...(reference(crate) === crate.name ? {} : { provides: [reference(crate)] }),
      };
    });
}

function parseCrates(json: string): readonly Crate[] {
  const parsed = parseJsonText(json);
  const packages = isObject(parsed) ? parsed["packages"] : undefined;
  if (!Array.isArray(packages)) throw new Error("its list of crates has another form");
  if (packages.length > mostPackages) throw new Error(`it claims more than ${mostPackages} crates`);
  return packages.map((item: unknown) => {
    const crate = isObject(item) ? item : {};
    const name = wordOf(crate["name"]);
    const version = wordOf(crate["version"]);
    if (name === undefined || version === undefined) throw new Error("a crate in its list has no name or no version");
    const kind = crate["kind"];
    const dependencies = listOf(crate["dependencies"]).filter((index) => typeof index === "number");
    return { name, version, runtime: kind === undefined || kind === "runtime", dependencies };
  });
}
