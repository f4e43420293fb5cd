/** Absolute paths as text, `/` between their parts: nothing is looked up. */
export function lexically(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The folder itself counts as within it. Everything is within the root, which says nothing about whose it is: so nothing is. */
export function within(folder: string, path: string): boolean {
  return folder !== "/" && (path === folder || path.startsWith(`${folder}/`));
}

/** `../data`; `.` for the folder itself. */
export function relativeTo(folder: string, path: string): string {
  const [from, to] = [partsOf(folder), partsOf(path)];
  const shared = sharedBy(from, to);
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/") || ".";
}

/** As seen from a folder; in full where the two share nothing but the root, or are far apart. */
export function shortName(folder: string, path: string): string {
  const [from, to] = [partsOf(folder), partsOf(path)];
  const shared = sharedBy(from, to);
  return shared === 0 || from.length - shared > 3 ? path : relativeTo(folder, path);
}

function partsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "");
}

function sharedBy(a: readonly string[], b: readonly string[]): number {
  const differing = a.findIndex((part, at) => part !== b[at]);
  return differing === -1 ? a.length : differing;
}
