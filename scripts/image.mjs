// `npm run image [-- --target shell] [--tag NAME] [--node IMAGE]`: hullproof as a container image, from what a published package holds.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleIsCurrent } from "../bin/bundle-is-current.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: {
    target: { type: "string" },
    tag: { type: "string", default: "hullproof" },
    node: { type: "string" },
    platform: { type: "string" },
  },
});
const { target, tag, node, platform } = values;

if (!bundleIsCurrent()) execFileSync(process.execPath, [join(root, "scripts/build.mjs")], { stdio: "inherit" });
const context = mkdtempSync(join(tmpdir(), "hullproof-image-"));
try {
  const packed = join(context, "packed");
  mkdirSync(packed);
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", packed], { cwd: root });
  mkdirSync(join(context, "hullproof"));
  execFileSync("tar", [
    "-xzf",
    join(packed, tarball(packed)),
    "-C",
    join(context, "hullproof"),
    "--strip-components=1",
  ]);
  // Types and manual pages are for others.
  for (const path of ["dist/types", "man", "skills"])
    rmSync(join(context, "hullproof", path), { recursive: true, force: true });
  rmSync(packed, { recursive: true });
  const options = [
    ...(target === undefined ? [] : ["--target", target]),
    ...(node === undefined ? [] : ["--build-arg", `NODE=${node}`]),
    ...(platform === undefined ? [] : ["--platform", platform]),
  ];
  execFileSync("docker", ["build", "--tag", tag, "--file", join(root, "container/Dockerfile"), ...options, context], {
    stdio: "inherit",
  });
} finally {
  rmSync(context, { recursive: true, force: true });
}

function tarball(folder) {
  const [name, ...others] = readdirSync(folder);
  if (name === undefined || others.length > 0) throw new Error("npm pack made no single tarball");
  return name;
}
