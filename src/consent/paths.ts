/** Absolute paths as text, `/` between their parts: nothing is looked up. */
export function lexically(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The folder itself counts as within it. */
export function within(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? folder : `${folder}/`);
}

/** `../data`; `.` for the folder itself. */
export function relativeTo(folder: string, path: string): string {
  const [from, to] = [folder, path].map((one) => one.split("/").filter((part) => part !== ""));
  let shared = 0;
  while (shared < (from?.length ?? 0) && from?.[shared] === to?.[shared]) shared++;
  const up = (from ?? []).slice(shared).map(() => "..");
  return [...up, ...(to ?? []).slice(shared)].join("/") || ".";
}
