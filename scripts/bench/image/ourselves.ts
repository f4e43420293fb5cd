import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "./measure.ts";
import { keysOfCycloneDx, type PackageKeys } from "./package-keys.ts";

export interface Ourselves {
  /**
   * `hullproof inspect`. `cached`: the image was read before. Otherwise the cache holds nothing but compiled code, as on a
   * machine where hullproof has run before; `never`: not even that.
   */
  command(image: string, state: "cached" | "cold" | "never", format?: "cyclonedx" | "json"): Command;
  found(): PackageKeys;
}

const root = join(import.meta.dirname, "../../..");

/** The bundle of a checkout, as the package is published: a checkout also looks whether its sources are newer. */
export function ourselves(cache: string, scratch: string, checkout = root, name = "hullproof"): Ourselves {
  execFileSync(process.execPath, [join(checkout, "scripts/build.mjs")]);
  const folder = join(cache, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const part of ["bin", "dist", "package.json"])
    cpSync(join(checkout, part), join(folder, part), { recursive: true });
  const program = join(folder, "bin/hullproof.js");
  const kept = join(scratch, `${name}-cache`);
  const out = join(scratch, `${name}.json`);
  mkdirSync(kept);
  const env = { HULLPROOF_CACHE: kept };
  return {
    command: (image, state, format = "cyclonedx") => ({
      program: process.execPath,
      args: [program, "inspect", image, "--format", format, "--output", out],
      env,
      before() {
        if (state === "cached") return;
        for (const name of readdirSync(kept)) {
          if (name !== "code" || state === "never") rmSync(join(kept, name), { recursive: true, force: true });
        }
      },
    }),
    found: () => keysOfCycloneDx(out),
  };
}
