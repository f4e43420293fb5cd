import type { PackageIdentity } from "../../../domain/image/package-identity.ts";

/** A full JDK has some 70; a hostile file has as many as it likes. */
const mostModules = 120;

/**
 * The vendor and the modules in a Java runtime's `release` file (JEP 220), which `jlink` writes for custom
 * runtimes too. Undefined where it has neither.
 */
export function javaRelease(text: string): PackageIdentity | undefined {
  const [vendor, build, modules] = ["IMPLEMENTOR", "IMPLEMENTOR_VERSION", "MODULES"].map((key) => valueOf(text, key));
  const names = (modules ?? "").split(" ").filter((name) => /^[\w.]{1,80}$/.test(name));
  const moduleList = names.slice(0, mostModules).join(" ");
  const moduleCountNote = names.length > mostModules ? ` and ${names.length - mostModules} more` : "";
  // Custom builds have `N/A`.
  const isNamed = vendor !== undefined && vendor !== "N/A";
  const evidence = [
    ...(isNamed ? [`its release file names ${[vendor, build].filter(Boolean).join(", ")} as its maker`] : []),
    ...(names.length > 0
      ? [`it has ${names.length === 1 ? "one module" : `${names.length} modules`}: ${moduleList}${moduleCountNote}`]
      : []),
  ];
  return evidence.length === 0 ? undefined : { by: "coordinates", confidence: 1, evidence };
}

function valueOf(text: string, key: string): string | undefined {
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${key}=`));
  const value = line
    ?.slice(key.length + 1)
    .trim()
    .replaceAll('"', "");
  return value === undefined || value === "" || (key !== "MODULES" && !/^[ -~]{1,120}$/.test(value))
    ? undefined
    : value;
}
