import { createHash } from "node:crypto";
import { copyFile, fileWriter, padding, sizeOf, tarHeader } from "./tar-writer.ts";

/** A layer's tar file, and the instruction that its history tells. */
export interface LayerFile {
  readonly path: string;
  readonly createdBy: string;
}

/** Writes what `docker save` writes (image-spec v1.2: `manifest.json`, the configuration, `DIGEST/layer.tar`); layers plain. */
export function writeDockerArchive(path: string, tag: string, layers: readonly LayerFile[]): void {
  const diffIds = layers.map((layer) => sha256Of(layer.path));
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === "x64" ? "amd64" : process.arch,
      os: "linux",
      created: "2026-01-01T00:00:00Z",
      config: { Env: ["PATH=/usr/local/bin:/usr/bin:/bin"], Cmd: ["sh"] },
      rootfs: { type: "layers", diff_ids: diffIds.map((id) => `sha256:${id}`) },
      history: layers.map(({ createdBy }) => ({ created: "2026-01-01T00:00:00Z", created_by: createdBy })),
    }),
  );
  const configName = `${createHash("sha256").update(config).digest("hex")}.json`;
  const manifest = [{ Config: configName, RepoTags: [tag], Layers: diffIds.map((id) => `${id}/layer.tar`) }];
  const writer = fileWriter(path);
  const small = (name: string, bytes: Buffer): void => {
    writer.write(tarHeader({ name, size: bytes.length }));
    writer.write(bytes);
    writer.write(Buffer.alloc(padding(bytes.length)));
  };
  for (const [at, layer] of layers.entries()) {
    const size = sizeOf(layer.path);
    writer.write(tarHeader({ name: `${diffIds[at]}/layer.tar`, size }));
    copyFile(layer.path, (bytes) => writer.write(bytes));
    writer.write(Buffer.alloc(padding(size)));
  }
  small(configName, config);
  small("manifest.json", Buffer.from(JSON.stringify(manifest)));
  writer.write(Buffer.alloc(1024));
  writer.end();
}

function sha256Of(path: string): string {
  const hash = createHash("sha256");
  copyFile(path, (bytes) => hash.update(bytes));
  return hash.digest("hex");
}
