// The registry of `npm run bench:fleet`, in a separate process: beside the readers it would share their core.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { tarOf } from "../../../test/images/archive.ts";
import { imagesPerRepository, layerOf, layersOf, type FleetPlan } from "./model.ts";

/** Requests since the last `reset`. */
export interface RegistryCounts {
  readonly requests: number;
  readonly manifests: number;
  readonly heads: number;
  readonly blobs: number;
  readonly layerBytes: number;
  /** Of the layers that were asked for at least once. */
  readonly distinctLayerBytes: number;
}

interface Blob {
  readonly digest: string;
  readonly bytes: Buffer;
}

const plan = JSON.parse(process.argv[2] ?? "") as FleetPlan;
const type = "application/vnd.oci.image.";
const repositories = Math.ceil(plan.images / imagesPerRepository);
/** One answer of so many breaks off in the middle. */
const breakEvery = 1_000;
const catalogPage = 100;

const shared = Array.from({ length: plan.layers }, (_, number) => makeLayer(number));
const layerByDigest = new Map(shared.map(({ blob }) => [blob.digest, blob]));
/** Of manifests and configurations that were asked for by tag: their image. */
const imageOfDigest = new Map<string, number>();
const fetched = new Set<string>();
const counts = { requests: 0, manifests: 0, heads: 0, blobs: 0, layerBytes: 0, distinctLayerBytes: 0 };

function makeLayer(number: number): { readonly blob: Blob; readonly diffId: string } {
  const { members, truncated } = layerOf(plan, number);
  const tar = tarOf(members);
  const packed = gzipSync(tar);
  const bytes = truncated ? packed.subarray(0, packed.length / 2) : packed;
  return { blob: { digest: digestOf(bytes), bytes }, diffId: digestOf(tar) };
}

function digestOf(bytes: Buffer | string): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** The same at each call: nothing of an image is stored. */
function makeImage(image: number): { readonly manifest: Blob; readonly config: Blob } {
  const layers = layersOf(plan, image).map((number) => {
    if (number >= 0) return shared[number]!;
    const own = makeLayer(number);
    layerByDigest.set(own.blob.digest, own.blob);
    return own;
  });
  const config = blobOf({
    architecture: "amd64",
    os: "linux",
    created: new Date(Date.UTC(2026, 0, 1) + image * 60_000).toISOString(),
    config: {
      User: image % 5 === 0 ? "root" : "app",
      Labels: { "org.example.image": String(image), team: `team-${image % 50}` },
    },
    rootfs: { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(() => ({ created_by: "made up" })),
  });
  const manifest = blobOf({
    schemaVersion: 2,
    mediaType: `${type}manifest.v1+json`,
    config: { mediaType: `${type}config.v1+json`, digest: config.digest, size: config.bytes.length },
    layers: layers.map(({ blob }) => ({
      mediaType: `${type}layer.v1.tar+gzip`,
      digest: blob.digest,
      size: blob.bytes.length,
    })),
  });
  for (const { digest } of [manifest, config]) imageOfDigest.set(digest, image);
  return { manifest, config };
}

function blobOf(document: object): Blob {
  const bytes = Buffer.from(JSON.stringify(document));
  return { digest: digestOf(bytes), bytes };
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  counts.requests++;
  const { pathname, searchParams } = new URL(request.url ?? "", "http://registry");
  if (pathname === "/v2/") return void response.end("{}");
  if (pathname === "/v2/_catalog") return listCatalog(searchParams.get("last") ?? "", response);
  const [, number = "", kind, name = ""] = /^\/v2\/team\/r(\d+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(pathname) ?? [];
  const repository = Number(number);
  const first = repository * imagesPerRepository;
  if (kind === "tags") {
    const length = Math.max(0, Math.min(imagesPerRepository, plan.images - first));
    return void response.end(JSON.stringify({ tags: Array.from({ length }, (_, at) => `v${at}`) }));
  }
  const image = name.startsWith("v") ? first + Number(name.slice(1)) : imageOfDigest.get(name);
  if (kind === "manifests" && image !== undefined) return sendManifest(makeImage(image).manifest, request, response);
  const blob = layerByDigest.get(name);
  if (kind !== "blobs" || (blob === undefined && image === undefined)) return void response.writeHead(404).end("{}");
  counts.blobs++;
  if (blob === undefined) return void response.end(makeImage(image!).config.bytes);
  sendLayer(blob, request, response);
}

function listCatalog(last: string, response: ServerResponse): void {
  const from = last === "" ? 0 : Number(last.slice("team/r".length)) + 1;
  const names = Array.from({ length: Math.min(catalogPage, repositories - from) }, (_, at) => `team/r${from + at}`);
  if (from + catalogPage < repositories)
    response.setHeader("Link", `</v2/_catalog?n=${catalogPage}&last=${names.at(-1)}>; rel="next"`);
  response.end(JSON.stringify({ repositories: names }));
}

function sendManifest({ digest, bytes }: Blob, { method }: IncomingMessage, response: ServerResponse): void {
  if (method === "HEAD") counts.heads++;
  else counts.manifests++;
  response.writeHead(200, {
    "Content-Type": `${type}manifest.v1+json`,
    "Docker-Content-Digest": digest,
    "Content-Length": bytes.length,
  });
  response.end(method === "HEAD" ? undefined : bytes);
}

function sendLayer({ digest, bytes }: Blob, request: IncomingMessage, response: ServerResponse): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (!fetched.has(digest)) counts.distinctLayerBytes += bytes.length;
  fetched.add(digest);
  response.writeHead(start > 0 ? 206 : 200, {
    "Content-Length": bytes.length - start,
    ...(start > 0 && { "Content-Range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
  });
  const isBroken = counts.blobs % breakEvery === 0 && start === 0;
  const part = isBroken ? bytes.subarray(0, bytes.length / 2) : bytes.subarray(start);
  counts.layerBytes += part.length;
  if (isBroken) response.write(part, () => response.destroy());
  else response.end(part);
}

const server = createServer({ keepAliveTimeout: 60_000 }, answer).listen(0, "127.0.0.1", () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
);
process.on("message", () => {
  process.send?.({ ...counts });
  for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] = 0;
  fetched.clear();
});
process.on("disconnect", () => process.exit());
