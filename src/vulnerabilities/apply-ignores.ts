import type { Config } from "../domain/settings/config.ts";
import type { Vulnerability } from "../domain/advisory/vulnerability.ts";
import { fitsWildcard } from "../text/wildcard.ts";

type Ignore = Config["vulnerabilities"]["ignore"][number];

export interface Ignored {
  readonly vulnerabilities: readonly Vulnerability[];
  /** Entries that silenced nothing, with why. */
  readonly notes: readonly string[];
}

/**
 * Applies `vulnerabilities.ignore` of `hullproof.yaml`: the first matching entry suppresses a vulnerability, with its
 * reason. An expired entry suppresses nothing, and is reported; so is an unused one, since its vulnerability could come
 * back unnoticed.
 */
export function applyIgnores(
  vulnerabilityList: readonly Vulnerability[],
  ignores: readonly Ignore[],
  { today, file }: { readonly today: string; readonly file: string },
): Ignored {
  const used = new Set<Ignore>();
  const vulnerabilities = vulnerabilityList.map((vulnerability): Vulnerability => {
    const entry = ignores.find((ignore) => fits(ignore, vulnerability));
    if (entry === undefined) return vulnerability;
    used.add(entry);
    if (isOver(entry, today) || vulnerability.suppressed !== undefined) return vulnerability;
    const { id, reason, until } = entry;
    const suppressionSource = `${file}: vulnerabilities.ignore, ${id}${until === undefined ? "" : ` until ${until}`}`;
    return { ...vulnerability, suppressed: { by: "ignore", reason, where: suppressionSource } };
  });
  const notes = ignores.flatMap((entry) => {
    const called = `the ignore of ${entry.id}${entry.package === undefined ? "" : ` in ${entry.package}`}`;
    if (!used.has(entry)) return [`${file}: ${called} is not needed by anything found here`];
    return isOver(entry, today) ? [`${file}: ${called} ended on ${entry.until}: it counts again`] : [];
  });
  return { vulnerabilities, notes };
}

function fits({ id, package: packagePattern }: Ignore, vulnerability: Vulnerability): boolean {
  if (vulnerability.id !== id && !vulnerability.aliases.includes(id)) return false;
  // Red Hat's packages were `pkg:rpm/rhel/...` here before they were what everyone calls them.
  const purls = [vulnerability.purl, vulnerability.purl.replace(/^pkg:rpm\/redhat\//, "pkg:rpm/rhel/")];
  return (
    packagePattern === undefined || [vulnerability.name, ...purls].some((name) => fitsWildcard(packagePattern, name))
  );
}

function isOver({ until }: Ignore, today: string): boolean {
  return until !== undefined && until < today;
}
