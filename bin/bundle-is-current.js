"use strict";
const { readdirSync, statSync } = require("node:fs");
const { join } = require("node:path");

/** Of a checkout: it runs its sources, by type stripping, once one is newer than the bundle. */
exports.bundleIsCurrent = () => {
  const built = statSync(join(__dirname, "../dist/cli.cjs"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return built > 0 && isOlder(join(__dirname, "../src"), built);
};

// Each start from a checkout looks at thousands of files: `recursive` of readdir takes three times as long.
function isOlder(folder, built) {
  if (statSync(folder).mtimeMs >= built) return false;
  return readdirSync(folder, { withFileTypes: true }).every((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? isOlder(path, built) : statSync(path).mtimeMs < built;
  });
}
