import { basename } from "node:path";
import { isRecord } from "../../domain/is-record.ts";

/**
 * Whether a project's `package.json` installs nothing for development only, in itself or in a workspace. `npm ci`
 * refuses a lock file that disagrees.
 */
export function hasNoDevDependencies(path: string, content: () => string): boolean {
  if (basename(path) !== "package.json" || /(?:^|\/)node_modules\//.test(path)) return false;
  try {
    const read: unknown = JSON.parse(content());
    if (!isRecord(read) || read["workspaces"] !== undefined) return false;
    const { devDependencies = {} } = read;
    return isRecord(devDependencies) && Object.keys(devDependencies).length === 0;
  } catch {
    return false;
  }
}
