/** Absolute paths as text, `/` between their parts; without file system access. */
export function lexically(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** A folder is within itself. Everything is within the root, which says nothing about ownership, so the root contains nothing here. */
export function within(folder: string, path: string): boolean {
  return folder !== "/" && (path === folder || path.startsWith(`${folder}/`));
}

/** `../data`; `.` for the folder itself. */
export function relativeTo(folder: string, path: string): string {
  const [from, to] = [partsOf(folder), partsOf(path)];
  const shared = sharedBy(from, to);
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/") || ".";
}

/** The relative path; the absolute one if the two share only the root, or are far apart. */
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
