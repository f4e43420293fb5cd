import type { Ecosystem, FoundPackage, PackageExtract } from "../ecosystem.ts";
import { decode } from "../ecosystem.ts";
import { addBounded } from "../text/bounds.ts";
import { linesOf } from "../text/lines.ts";
import { distinct } from "../text/names.ts";
import { isOfProject, lockBytes } from "../text/paths.ts";

const hexEntry = /^\s{0,8}"[^"]{1,255}":\s{0,4}\{:hex,\s{0,4}:"?([A-Za-z0-9_]{1,255})"?,\s{0,4}"([^"\s]{1,255})"/;
const dependency = /\{:"?([A-Za-z0-9_]{1,255})"?,\s{0,4}"[^"{]{0,255}",\s{0,4}\[([^\]{]{0,1024})\]\}/g;

/** Packages of Elixir's `mix.lock`: one line an entry, `"cowboy": {:hex, :cowboy, "2.12.0", hash, managers, [{:cowlib, "...", [...]}], ...}` (hexdocs, Mix). */
const hexLock: Ecosystem = {
  name: "hex-lock",
  type: "hex",
  looksAt: { names: ["mix.lock"] },
  maxBytes: lockBytes,
  wants: (file) => isOfProject(file.path),
  read(_file, body): PackageExtract | undefined {
    const packages: FoundPackage[] = [];
    for (const line of linesOf(decode(body.read(0, body.size)))) {
      const entry = line.length > 64 * 1024 ? null : hexEntry.exec(line);
      if (entry?.[1] === undefined || entry[2] === undefined) continue;
      const needed = [...line.matchAll(dependency)].filter((match) => match[2]?.includes("optional: true") !== true);
      const dependsOn = distinct(needed.map((match) => match[1]));
      addBounded(packages, {
        name: entry[1],
        version: entry[2],
        ...(dependsOn === undefined ? {} : { dependsOn }),
        declared: true,
      });
    }
    return packages.length === 0 ? undefined : { packages };
  },
};

export default hexLock;
