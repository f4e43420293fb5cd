// `npm run release-check`: what must hold before a version is published. Each line says what was looked at; any that fails ends with 1.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
const results = [];
const say = (holds, what) => {
  results.push(holds);
  console.log(`${holds ? "ok    " : "FAILED"} ${what}`);
};

/** Licenses that let their code be part of a bundle under Apache-2.0. */
const allowed = new Set(["Apache-2.0", "MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "BlueOak-1.0.0"]);

const atRunTime = Object.entries(lock.packages).filter(([path, one]) => path !== "" && one.dev !== true);
const licenses = atRunTime.map(([path, { version }]) => {
  const { license } = JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"));
  return { name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length), version, license };
});
for (const { name, version, license } of licenses)
  say(allowed.has(license), `license of ${name} ${version}: ${license}`);
say(
  atRunTime.every(([, one]) => one.hasInstallScript !== true),
  "no run-time dependency has an install script",
);
const whole = Object.entries(lock.packages).filter(([path, one]) => path !== "" && one.link !== true);
say(
  whole.every(([, { integrity }]) => typeof integrity === "string" && integrity.startsWith("sha512-")),
  `all ${whole.length} packages of the lock file have a sha512`,
);
say(
  whole.every(([, one]) => one.resolved === undefined),
  "the lock file names no download address",
);

const packed = JSON.parse(
  execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8" }),
)[0].files.map(({ path }) => path);
const strange = packed.filter(
  (path) => !/^(bin|dist|docs\/schema|man|skills)\/|^(LICENSE|README\.md|package\.json)$/.test(path),
);
say(
  strange.length === 0,
  `the package holds ${packed.length} files, all of them meant to${strange.length > 0 ? `, but ${strange[0]}` : ""}`,
);

// Who signed the packages is known to the registry alone; one that keeps no signatures says so.
try {
  const text = execFileSync("npm", ["audit", "signatures"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  say(/verified registry signature/.test(text), `npm audit signatures: ${text.trim().split("\n").at(-1)}`);
} catch (error) {
  const told = `${error.stdout ?? ""}${error.stderr ?? ""}`.trim();
  const without =
    /E404|E405|405 |No dependencies found|not found|npm error network/i.test(told) && !/invalid/i.test(told);
  if (without)
    console.log(
      "open   npm audit signatures: no signatures are to be had here; run it against the public one before a release",
    );
  else say(false, `npm audit signatures: ${told.split("\n").slice(-3).join(" ")}`);
}

const failed = results.filter((holds) => !holds).length;
console.log(`\n${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
