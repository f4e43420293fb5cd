/** Type of a package URL: `deb`, `npm`; empty for what is none. */
export function purlType(purl: string): string {
  return /^pkg:([a-z0-9.+-]+)\//i.exec(purl)?.[1]?.toLowerCase() ?? "";
}
