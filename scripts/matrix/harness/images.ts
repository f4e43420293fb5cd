import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "../../../src/sources/engine/client/connect.ts";
import { ensureServers } from "../../../test/images/four.ts";
import { recipes } from "../../../test/images/stand-in-recipes.ts";
import { ensureStandIns } from "../../../test/images/stand-ins.ts";
import { ensureTinyImage } from "../../../test/images/tiny.ts";
import { runProgram } from "../../run-program.ts";
import type { At } from "./at.ts";
import type { Lab } from "./lab.ts";

/** Built from `examples/web`: a web server of one program. */
export const webImage = "hullproof-matrix/web:1";
/** With the package database of a distribution. */
export const debianImage = "hullproof-stand-in/python:trixie";
/** The examples as they are, on stand-ins for their bases. */
const examples: ReadonlyMap<string, { readonly folder: string; readonly base: string; readonly standIn: string }> =
  new Map([
    [
      "hullproof-matrix/app-python:1",
      { folder: "examples/app-python", base: "python:3.8-slim", standIn: "hullproof-stand-in/python:bullseye" },
    ],
    [
      "hullproof-matrix/app-typescript:1",
      { folder: "examples/app-typescript", base: "node:22-slim", standIn: "hullproof-stand-in/node:bookworm" },
    ],
  ]);
export const webFolder = join(import.meta.dirname, "../examples/web");

/** On the machine's own engine, which is where all others get them. */
export async function ensureImage(lab: Lab, image: string): Promise<void> {
  const progress = ({ message }: { readonly message: string }): void => lab.say(message);
  const [, server] = /^hullproof-test\/(nginx|redis|postgresql|python):1$/.exec(image) ?? [];
  if (server !== undefined) return void (await ensureServers(progress, [server]));
  const example = examples.get(image);
  if (example !== undefined) {
    const { folder, base, standIn } = example;
    await ensureStandIns(progress, [base]);
    const instead = ["--build-context", `${base}=docker-image://${standIn}`];
    return void (await dockerHere(lab, ["build", "--quiet", "--tag", image, ...instead, join(lab.root, folder)]));
  }
  const standIn = recipes.find((recipe) => recipe.image === image);
  if (standIn !== undefined) return void (await ensureStandIns(progress, [standIn.official]));
  await ensureTinyImage(await connect());
  if (image === webImage) await dockerHere(lab, ["build", "--quiet", "--tag", webImage, webFolder]);
}

/** A saved image is kept by its id, the newest alone. */
export async function loadImages(at: At, images: readonly string[]): Promise<void> {
  for (const image of images) {
    if (at.engine.host === undefined) {
      await at.once(`image ${image}`, () => ensureImage(at.lab, image));
      continue;
    }
    await at.once(`image ${image}`, async () => {
      const file = await savedImage(at.lab, image);
      await at.docker(["load", "--quiet", "--input", file], { timeoutMs: 300_000 });
    });
  }
}

async function savedImage(lab: Lab, image: string): Promise<string> {
  await ensureImage(lab, image);
  const id = (await dockerHere(lab, ["image", "inspect", "--format", "{{.Id}}", image])).replace("sha256:", "");
  const folder = join(lab.cache, "images");
  const file = join(folder, `${image.replaceAll(/[^a-z0-9]+/g, "-")}-${id.slice(0, 12)}.tar`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await dockerHere(lab, ["save", "--output", unfinished, image]);
  await rename(unfinished, file);
  return file;
}

/** The machine's own engine. */
async function dockerHere(lab: Lab, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram("docker", args, {
    env: lab.env,
    signal: lab.signal,
    timeoutMs: 300_000,
  });
  if (code !== 0) throw new Error(`docker ${args.join(" ").slice(0, 100)}: ${stderr.trim().slice(-300)}`);
  return stdout.trim();
}
