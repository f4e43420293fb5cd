import { compareDeb } from "../../versions/deb.ts";
import type { DpkgRecord, Relation } from "./dpkg-records.ts";

/** A package of dpkg with its purl. */
export interface RecordedPackage {
  readonly purl: string;
  readonly record: DpkgRecord;
}

/** Finds the packages that satisfy each group of a package's Depends and Pre-Depends; a group that nothing satisfies is left out. */
export function dependencyEdges(
  packages: readonly RecordedPackage[],
): (of: RecordedPackage) => readonly (readonly string[])[] {
  const byName = new Map<string, { readonly by: RecordedPackage; readonly version: string | undefined }[]>();
  const provide = (name: string, by: RecordedPackage, version: string | undefined): void => {
    const providers = byName.get(name);
    if (providers === undefined) byName.set(name, [{ by, version }]);
    else providers.push({ by, version });
  };
  for (const one of packages) {
    provide(one.record.name, one, one.record.version);
    // A version of something provided counts only where it is written (deb-control(5)).
    for (const { name, version } of one.record.provides) provide(name, one, version);
  }
  const satisfying = (relation: Relation, { record: { architecture } }: RecordedPackage): string[] => {
    const providers = (byName.get(relation.name) ?? []).filter(({ version }) => fits(relation, version));
    const sameArchitecture = providers.filter(
      ({ by }) => [architecture, "all"].includes(by.record.architecture) || architecture === "all",
    );
    return (sameArchitecture.length > 0 ? sameArchitecture : providers).map(({ by }) => by.purl);
  };
  return (of) =>
    of.record.depends
      .map((group) => [...new Set(group.flatMap((relation) => satisfying(relation, of)))])
      .filter((purls) => purls.length > 0);
}

function fits({ operator, version: wanted }: Relation, version: string | undefined): boolean {
  if (operator === undefined || wanted === undefined) return true;
  if (version === undefined) return false;
  const order = compareDeb(version, wanted);
  switch (operator) {
    case "=":
      return order === 0;
    case "<<":
      return order < 0;
    case ">>":
      return order > 0;
    // `<` and `>` mean the same as `<=` and `>=` (deb-control(5)).
    case "<":
    case "<=":
      return order <= 0;
    default:
      return order >= 0;
  }
}
