import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { keysOfCycloneDx } from "./package-keys.ts";
import type { Obtained } from "./peers.ts";

/** The syft that `HULLPROOF_SYFT` names or the path has; no package registry of ours has one as a program. */
export function syft(scratch: string): Obtained {
  // `which` itself may be missing.
  const found = (): string => (spawnSync("which", ["syft"], { encoding: "utf8" }).stdout as string | null) ?? "";
  const program = process.env["HULLPROOF_SYFT"] || found().trim();
  if (program === "") return { name: "syft", missing: "HULLPROOF_SYFT names no program, and the path has none" };
  try {
    const out = join(scratch, "syft.json");
    const told = execFileSync(program, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    return {
      name: "syft",
      version: /\d+\.\d+\.\d+\S*/.exec(told)?.[0] ?? told.trim(),
      command({ archive, oci }) {
        const source = archive === undefined ? `oci-dir:${oci ?? ""}` : `docker-archive:${archive}`;
        return {
          program,
          args: ["scan", source, "--quiet", "--output", `cyclonedx-json=${out}`],
          // It asks its publisher for updates, and keeps a cache otherwise.
          env: { SYFT_CHECK_FOR_APP_UPDATE: "false", SYFT_CACHE_DIR: join(scratch, "syft-cache") },
        };
      },
      found: () => keysOfCycloneDx(out),
    };
  } catch (error) {
    return { name: "syft", missing: (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "" };
  }
}
