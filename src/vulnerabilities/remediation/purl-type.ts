/** Type of a package URL: `deb`, `npm`; empty for any other text. */
export function purlType(purl: string): string {
  return /^pkg:([a-z0-9.+-]+)\//i.exec(purl)?.[1]?.toLowerCase() ?? "";
}
