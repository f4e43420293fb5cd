"use strict";
const { readdirSync, statSync } = require("node:fs");
const { join } = require("node:path");

/** Of a checkout: it runs its sources, by type stripping, once one is newer than the bundle. */
exports.bundleIsCurrent = () => {
  const sources = join(__dirname, "../src");
  const built = statSync(join(__dirname, "../dist/cli.cjs"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return (
    built > 0 &&
    readdirSync(sources, { recursive: true }).every((name) => statSync(join(sources, name)).mtimeMs < built)
  );
};
