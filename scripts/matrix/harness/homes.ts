import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../../run-program.ts";
import { ensureImage } from "./images.ts";
import type { Lab } from "./lab.ts";

/** Profiles that the machine's own engine taught, to be tried elsewhere. */
export interface Homes {
  /** Folder with profile.json, seccomp.json and report.json. @throws Error with hullproof's words when it learns nothing. */
  profile(image: string, flags: readonly string[]): Promise<string>;
  /** Standard output of hullproof at the machine's own engine. */
  answer(args: readonly string[], image: string): Promise<string>;
}

const longestMs = 8 * 60_000;

/** Profiles are kept by image, flags and sources. */
export function openHomes(lab: Lab): Homes {
  const made = new Map<string, Promise<string>>();
  const once = (key: string, make: () => Promise<string>): Promise<string> => {
    const found = made.get(key) ?? make();
    made.set(key, found);
    return found;
  };
  return {
    profile: (image, flags) => once(JSON.stringify([image, flags]), () => learnAt(lab, image, flags)),
    answer: (args, image) =>
      once(JSON.stringify(args), async () => {
        await ensureImage(lab, image);
        const { code, stdout, stderr } = await hullproof(lab, args);
        if (code !== 0) throw new Error(`on the machine's own engine: ${stderr.trim().slice(-300)}`);
        return stdout;
      }),
  };
}

async function learnAt(lab: Lab, image: string, flags: readonly string[]): Promise<string> {
  await ensureImage(lab, image);
  const texts = await Promise.all([
    runProgram("docker", ["image", "inspect", "--format", "{{.Id}}", image], { env: lab.env }),
    runProgram("git", ["-C", lab.root, "rev-parse", "HEAD:src"]),
    runProgram("git", ["-C", lab.root, "diff", "HEAD", "--", "src"]),
  ]);
  const key = createHash("sha256")
    .update(JSON.stringify([texts, flags]))
    .digest("hex")
    .slice(0, 12);
  const folder = join(lab.cache, "profiles", `${image.replaceAll(/[^a-z0-9]+/g, "-")}-${key}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const files = ["--profile", join(unfinished, "profile.json"), "--report", join(unfinished, "report.json")];
  lab.say(`learning ${image} on the machine's own engine`);
  const { code, stderr } = await hullproof(lab, ["learn", ...files, "--quiet", ...flags, image]);
  if (code !== 0) {
    await rm(unfinished, { recursive: true });
    throw new Error(`learn on the machine's own engine ended with ${code}: ${stderr.trim().slice(-300)}`);
  }
  await rename(unfinished, folder);
  return folder;
}

function hullproof(lab: Lab, args: readonly string[]): ReturnType<typeof runProgram> {
  const { folder, env, signal } = lab;
  const words = [join(lab.root, "bin/hullproof.js"), ...args];
  const cache = { HULLPROOF_CACHE: join(folder, "home-cache") };
  return runProgram(process.execPath, words, { cwd: folder, env: { ...env, ...cache }, signal, timeoutMs: longestMs });
}
