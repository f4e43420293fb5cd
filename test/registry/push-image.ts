import type { BlobStore, OciDescriptor } from "../images/oci.ts";

interface PushedManifest {
  readonly config: OciDescriptor;
  readonly layers: readonly OciDescriptor[];
}

/** Pushes an image of a store to a registry without a login (OCI distribution-spec, "Pushing manifests"). Blobs that are there are not sent again. */
export async function pushImage(
  host: string,
  name: string,
  { digest, mediaType }: OciDescriptor,
  store: BlobStore,
): Promise<void> {
  const [repository = "", tag = ""] = name.split(":");
  const base = `http://${host}/v2/${repository}`;
  const manifest = store.blobs.get(digest) ?? Buffer.alloc(0);
  const { config, layers } = JSON.parse(manifest.toString("utf8")) as PushedManifest;
  for (const blob of [config, ...layers]) {
    if ((await fetch(`${base}/blobs/${blob.digest}`, { method: "HEAD" })).ok) continue;
    const begun = await put(`${base}/blobs/uploads/`, { method: "POST" });
    const place = new URL(begun.headers.get("location") ?? "", base);
    place.searchParams.set("digest", blob.digest);
    await put(place, { method: "PUT", body: bytesOf(store.blobs.get(blob.digest)) });
  }
  await put(`${base}/manifests/${tag}`, {
    method: "PUT",
    body: bytesOf(manifest),
    headers: { "content-type": mediaType },
  });
}

async function put(url: string | URL, request: RequestInit): Promise<Response> {
  const response = await fetch(url, request);
  if (!response.ok) throw new Error(`${request.method} ${String(url)}: ${response.status} ${await response.text()}`);
  return response;
}

function bytesOf(buffer: Buffer | undefined): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer ?? []);
}
