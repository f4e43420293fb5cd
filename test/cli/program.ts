import { join } from "node:path";

const { bundleIsCurrent } = (await import(new URL("../../bin/bundle-is-current.js", import.meta.url).href)) as {
  bundleIsCurrent: () => boolean;
};

/** What a user starts: the bundle, in a third of the time, and the sources once one is newer. `npm test` builds it first. */
export const program = join(import.meta.dirname, "../..", bundleIsCurrent() ? "bin/program.js" : "src/cli.ts");
