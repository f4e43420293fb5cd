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
 * The `vulnerabilities.ignore` of `hullproof.yaml`: the first entry that fits sets a vulnerability aside, with its reason. One whose last day is over
 * silences nothing, and is reported; so is one that nothing needs, since what it was made for may come back unseen.
 */
export function applyIgnores(
  all: readonly Vulnerability[],
  ignores: readonly Ignore[],
  { today, file }: { readonly today: string; readonly file: string },
): Ignored {
  const used = new Set<Ignore>();
  const vulnerabilities = all.map((vulnerability): Vulnerability => {
    const entry = ignores.find((one) => fits(one, vulnerability));
    if (entry === undefined) return vulnerability;
    used.add(entry);
    if (isOver(entry, today) || vulnerability.suppressed !== undefined) return vulnerability;
    const { id, reason, until } = entry;
    const where = `${file}: vulnerabilities.ignore, ${id}${until === undefined ? "" : ` until ${until}`}`;
    return { ...vulnerability, suppressed: { by: "ignore", reason, where } };
  });
  const notes = ignores.flatMap((entry) => {
    const called = `the ignore of ${entry.id}${entry.package === undefined ? "" : ` in ${entry.package}`}`;
    if (!used.has(entry)) return [`${file}: ${called} is not needed by anything found here`];
    return isOver(entry, today) ? [`${file}: ${called} ended on ${entry.until}: it counts again`] : [];
  });
  return { vulnerabilities, notes };
}

function fits({ id, package: wanted }: Ignore, vulnerability: Vulnerability): boolean {
  if (vulnerability.id !== id && !vulnerability.aliases.includes(id)) return false;
  // Red Hat's packages were `pkg:rpm/rhel/...` here before they were what everyone calls them.
  const purls = [vulnerability.purl, vulnerability.purl.replace(/^pkg:rpm\/redhat\//, "pkg:rpm/rhel/")];
  return wanted === undefined || [vulnerability.name, ...purls].some((name) => fitsWildcard(wanted, name));
}

function isOver({ until }: Ignore, today: string): boolean {
  return until !== undefined && until < today;
}
