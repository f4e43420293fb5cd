import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Report } from "../../src/domain/report/report.ts";
import type { Lab } from "../matrix/harness/lab.ts";
import { ensureRoot } from "../matrix/harness/roots.ts";
import { sameImage } from "../matrix/harness/same-image.ts";
import { runProgram } from "../run-program.ts";
import type { Emulated } from "./emulated.ts";

/** What this processor and arm64 say differently of one image of Debian, read from its archive; undefined where nothing. @throws Error with what failed. */
export async function compareReading(lab: Lab, { enter, env, node }: Emulated): Promise<string | undefined> {
  const folder = await debianLayout(lab);
  const cli = join(lab.root, "bin/hullproof.js");
  const report = async (first: readonly string[], environment: NodeJS.ProcessEnv, verb: string): Promise<Report> => {
    const [program, ...words] = [...first, cli, verb, "--format", "json", "--quiet", `oci:${folder}`];
    const ended = await runProgram(program, words, { env: environment, timeoutMs: 30 * 60_000, signal: lab.signal });
    if ((ended.code !== 0 && ended.code !== 1) || ended.stdout === "")
      throw new Error(`${verb} ended with ${ended.code}: ${ended.stderr.slice(-500)}`);
    return JSON.parse(ended.stdout) as Report;
  };
  for (const verb of ["inspect", "check"]) {
    lab.say(`${verb} of an image, by both`);
    const here = await report([process.execPath], lab.env, verb);
    const there = await report([...enter, node], env, verb);
    const other = verb === "inspect" ? sameImage(here, there) : otherFindings(here, there);
    if (other !== undefined) return `${verb}: ${other}`;
  }
  return undefined;
}

function otherFindings(one: Report, other: Report): string | undefined {
  const [a, b] = [one, other].map(({ findings }) => findings.map(({ rule, message }) => `${rule}: ${message}`));
  return JSON.stringify(a) === JSON.stringify(b)
    ? undefined
    : `${a?.length} findings here, ${b?.length} there, or other ones`;
}

/** An image layout of one layer, a root of Debian 13. */
async function debianLayout(lab: Lab): Promise<string> {
  const root = await ensureRoot(lab, { suite: "trixie", packages: ["python3"] });
  if (root === undefined) throw new Error("a root of Debian cannot be made here");
  const blobs = join(lab.folder, "layout/blobs/sha256");
  await mkdir(blobs, { recursive: true });
  const put = async (path: string, mediaType: string) => {
    const hash = createHash("sha256");
    await pipeline(createReadStream(path), hash);
    const digest = hash.digest("hex");
    await rename(path, join(blobs, digest));
    return { mediaType, digest: `sha256:${digest}`, size: (await stat(join(blobs, digest))).size };
  };
  const write = async (value: unknown, mediaType: string) => {
    const path = join(lab.folder, "written.json");
    await writeFile(path, JSON.stringify(value));
    return put(path, mediaType);
  };
  const tar = join(lab.folder, "layer.tar");
  const packed = await runProgram("sh", [
    "-ec",
    'tar --create --file "$1" --directory "$0" . && gzip -k "$1"',
    root.path,
    tar,
  ]);
  if (packed.code !== 0) throw new Error(`the root cannot be packed: ${packed.stderr.slice(-300)}`);
  const plain = await put(tar, "");
  const layer = await put(`${tar}.gz`, "application/vnd.oci.image.layer.v1.tar+gzip");
  const config = await write(
    {
      architecture: "arm64",
      os: "linux",
      config: {},
      rootfs: { type: "layers", diff_ids: [plain.digest] },
      history: [],
    },
    "application/vnd.oci.image.config.v1+json",
  );
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = await write({ schemaVersion: 2, mediaType, config, layers: [layer] }, mediaType);
  const layout = join(lab.folder, "layout");
  await writeFile(join(layout, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(join(layout, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
  return layout;
}
