import { normalName } from "../packages/python/core-metadata.ts";

/** Key of `unusedPackages`, by the type of a purl: `deb:curl`, `pypi:ipython`, whose name has several forms. */
export function unusedKey(type: string, name: string): string {
  return `${type}:${type === "pypi" ? normalName(name) : name}`;
}
