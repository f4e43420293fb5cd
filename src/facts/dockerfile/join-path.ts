/** As Docker puts them together: by name, links are not looked at (path.Join). */
export function joinPath(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${base}/${path}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** As Docker reads a WORKDIR, also of Windows. */
export function isRelative(path: string): boolean {
  return !/^([/\\]|[A-Za-z]:)/.test(path);
}
