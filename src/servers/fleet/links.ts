import type { Links } from "../../reports/fleet/fleet-page.ts";

/** Addresses below `root`; `url` is that of the page which has the links. */
export function fleetLinks(root: string, url: URL): Links {
  const withQuery = (path: string, query: URLSearchParams) => (query.size === 0 ? path : `${path}?${query.toString()}`);
  return {
    start: root,
    status: `${root}status`,
    vulnerability: (id) => `${root}vulnerabilities/${encodeURIComponent(id)}`,
    packageNamed: (name) => withQuery(`${root}packages`, new URLSearchParams({ name })),
    image: (digest) => `${root}images/${digest}`,
    repository: (name) => withQuery(`${root}repositories`, new URLSearchParams({ name })),
    here(changes) {
      const query = new URLSearchParams(url.search);
      for (const [name, value] of Object.entries(changes))
        if (value === undefined) query.delete(name);
        else query.set(name, value);
      return withQuery(url.pathname, query);
    },
    page: (path, query = {}) => withQuery(root + path, new URLSearchParams(query)),
  };
}

/** Path of the page that is meant by what someone typed: by its form. */
export function findPath(typed: string): string {
  const text = typed.trim();
  if (text === "") return "";
  if (/^sha(?:256|512):[0-9a-f]+$/.test(text)) return `images/${text}`;
  if (/^(?:CVE|GHSA|[A-Z]{2,}SA|RUSTSEC|PYSEC|GO|OSV|MAL)-/i.test(text))
    return `vulnerabilities/${encodeURIComponent(text)}`;
  const name = new URLSearchParams({ name: text }).toString();
  // A package may have a scope, but no host.
  const [host = "", ...path] = text.split("/");
  return path.length > 0 && /[.:]/.test(host) ? `repositories?${name}` : `packages?${name}`;
}
