import { packageManagers } from "./index.ts";

/** Names of the managers of a distribution's own packages. */
export const systemManagers: ReadonlySet<string> = new Set(
  packageManagers.flatMap(({ name, system }) => (system === undefined ? [] : [name])),
);

/** Those whose archive keeps versions that can be pinned. */
export const archiveManagers: ReadonlySet<string> = new Set(
  packageManagers.flatMap(({ name, system }) => (system === "archive" ? [name] : [])),
);
