/** Web page of a vulnerability; undefined if its id belongs to no known register. */
export function advisoryLink(id: string): string | undefined {
  const page = encodeURIComponent(id);
  if (/^CVE-\d{4}-\d{4,}$/.test(id)) return `https://www.cve.org/CVERecord?id=${page}`;
  if (/^GHSA(?:-[0-9a-z]{4}){3}$/.test(id)) return `https://github.com/advisories/${page}`;
  if (/^(?:PYSEC|GO|RUSTSEC|OSV|MAL|ALSA|RLSA)-\d{4}[:-]\S+$/.test(id)) return `https://osv.dev/vulnerability/${page}`;
  return undefined;
}
