/**
 * A path with `*` where it names the version: `/gems/rack-*` of `/gems/rack-2.0`, so that it is the same after an upgrade. A version counts only behind `-` or
 * `@`, as gems, jars, wheels and pnpm's store have it, and where no digit follows.
 */
export function withoutVersion(path: string, version: string): string {
  if (version === "") return path;
  let found = path.indexOf(version);
  let [kept, from] = ["", 0];
  for (; found !== -1; found = path.indexOf(version, found + version.length)) {
    const end = found + version.length;
    if (!/[-@]/.test(path.charAt(found - 1)) || /\d/.test(path.charAt(end))) continue;
    kept += `${path.slice(from, found)}*`;
    from = end;
  }
  return kept + path.slice(from);
}
