/**
 * A path with `*` where it names the version: `/gems/rack-*` of `/gems/rack-2.0`, so that it is the same after an upgrade. A version counts only after `-` or
 * `@`, as gems, jars, wheels and pnpm's store have it, and where no digit follows.
 */
export function withoutVersion(path: string, version: string): string {
  if (version === "") return path;
  let versionStart = path.indexOf(version);
  let [maskedPath, from] = ["", 0];
  for (; versionStart !== -1; versionStart = path.indexOf(version, versionStart + version.length)) {
    const end = versionStart + version.length;
    if (!/[-@]/.test(path.charAt(versionStart - 1)) || /\d/.test(path.charAt(end))) continue;
    maskedPath += `${path.slice(from, versionStart)}*`;
    from = end;
  }
  return maskedPath + path.slice(from);
}
