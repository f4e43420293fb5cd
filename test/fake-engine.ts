import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { dockerSave } from "./images/archive.ts";

/** The forms in which Docker's documented API has what hullproof reads. */
export interface FakeApi {
  readonly least: string;
  readonly most: string;
  /** Answers as those of the containerd image store: an image's id is its index's digest, and a container has no GraphDriver. */
  readonly containerdStore?: boolean;
  /** Its first component; default Docker's. */
  readonly component?: string;
  /** Builder-Version of its /_ping; default none. */
  readonly builder?: string;
}

export const savedImage = dockerSave({
  tag: "app:1",
  layers: [
    [
      { path: "etc/os-release", content: 'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n' },
      { path: "srv/app", content: "#!/bin/sh\n", mode: 0o755 },
    ],
  ],
  config: { Cmd: ["/srv/app"] },
});
const configText = /\{"architecture".*?\}\]\}/su.exec(savedImage.toString("latin1"))?.[0] ?? "";
const sha256 = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const configDigest = sha256(configText);
const diffIds = (JSON.parse(configText) as { rootfs: { diff_ids: string[] } }).rootfs.diff_ids;
export const containerId = "c".repeat(64);

/**
 * An engine's API as it is documented for the newest version that it speaks, of one image and one container: what 1.50 and 1.52 took out
 * or leave out is not there, what was there before is. It refuses other versions in the words of a daemon. Answers were written for this test.
 */
export async function fakeEngine(
  api: FakeApi,
): Promise<AsyncDisposable & { readonly host: string; readonly asked: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-engine-"));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const [, minor = minorOf(api.most), path = "/"] = /^(?:\/v1\.(\d+))?(\/.*)$/.exec(request.url ?? "") ?? [];
    response.setHeader("Api-Version", api.most).setHeader("Content-Type", "application/json");
    const refuse = (status: number, message: string) => response.writeHead(status).end(JSON.stringify({ message }));
    const spoken = `client version 1.${minor} is too`;
    if (Number(minor) < Number(minorOf(api.least)))
      return refuse(400, `${spoken} old. Minimum supported API version is ${api.least}, please upgrade your client`);
    if (Number(minor) > Number(minorOf(api.most)))
      return refuse(400, `${spoken} new. Maximum supported API version is ${api.most}`);
    const url = new URL(path, "http://engine");
    if (
      url.pathname === "/images/app:1/get" ||
      (url.pathname.startsWith("/images/sha256") && url.pathname.endsWith("/get"))
    ) {
      response.setHeader("Content-Type", "application/x-tar").end(savedImage);
      return;
    }
    if (url.pathname === "/_ping") {
      if (api.builder !== undefined) response.setHeader("Builder-Version", api.builder);
      return response.end("OK");
    }
    if (url.pathname === "/events") return response.flushHeaders();
    const answer = answers(api, Number(minor), url)[url.pathname];
    if (answer === undefined) return refuse(404, `no such thing: ${url.pathname}`);
    return response.end(JSON.stringify(answer));
  });
  const socket = join(folder, "engine.sock");
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    host: `unix://${socket}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function minorOf(version: string): string {
  return version.split(".")[1] ?? "0";
}

function answers(
  { least, most, containerdStore = false, component = "Engine" }: FakeApi,
  minor: number,
  url: URL,
): Record<string, unknown> {
  const id = containerdStore ? sha256("an index") : configDigest;
  /** Only where something is set: since 1.52 the rest is left out. */
  const before52 = (fields: Record<string, unknown>) => (minor < 52 ? fields : {});
  const image = {
    Id: id,
    RepoTags: ["app:1"],
    RepoDigests: [],
    Created: "2026-01-01T00:00:00Z",
    Architecture: "amd64",
    Os: "linux",
    Size: 30,
    ...before52({ Parent: "", Comment: "", DockerVersion: "", Author: "" }),
    Config: {
      Cmd: ["/srv/app"],
      ...before52({
        Entrypoint: null,
        Env: null,
        Labels: null,
        OnBuild: null,
        User: "",
        Volumes: null,
        WorkingDir: "",
      }),
      ...(minor < 50 && { Hostname: "", Domainname: "", AttachStdin: false, Tty: false, Image: "" }),
    },
    RootFS: { Type: "layers", Layers: diffIds },
    ...(containerdStore
      ? { Descriptor: { mediaType: "application/vnd.oci.image.index.v1+json", digest: id, size: 1000 } }
      : { GraphDriver: { Name: "overlay2", Data: { UpperDir: "/nowhere/diff" } } }),
  };
  const container = {
    Id: containerId,
    Name: "/web",
    Image: id,
    State: { Status: "exited", Running: false, Pid: 0, ExitCode: 0, OOMKilled: false, Error: "" },
    Config: { Cmd: ["/srv/app"], Image: "app:1", User: "", Env: null, Entrypoint: null, Labels: {}, WorkingDir: "" },
    HostConfig: {},
    Mounts: [],
    NetworkSettings: {
      Ports: {},
      Networks: {},
      ...before52({ Bridge: "", Gateway: "", IPAddress: "", IPPrefixLen: 0, MacAddress: "" }),
    },
    ...(containerdStore
      ? minor >= 52 && { Storage: { RootFS: { Snapshot: { Name: "overlayfs" } } } }
      : { GraphDriver: { Name: "overlay2", Data: null } }),
  };
  const record = { ID: "m1", Type: "exec.cachemount", Description: "mount / from exec with id hp-0123456789ab/pip" };
  const verbose = url.searchParams.has("verbose");
  return {
    "/version": { Version: "0.0.0-sample", ApiVersion: most, MinAPIVersion: least, Components: [{ Name: component }] },
    "/info": {
      KernelVersion: "6.18.0",
      OperatingSystem: "Linux",
      Architecture: "x86_64",
      CgroupVersion: "2",
      CgroupDriver: "systemd",
      Driver: containerdStore ? "overlayfs" : "overlay2",
      DriverStatus: containerdStore
        ? [["driver-type", "io.containerd.snapshotter.v1"]]
        : [["Backing Filesystem", "extfs"]],
      DefaultRuntime: "runc",
      DockerRootDir: "/nowhere",
      SecurityOptions: ["name=seccomp,profile=builtin", "name=cgroupns"],
      NCPU: 2,
      MemTotal: 2 ** 30,
      ContainersRunning: 0,
    },
    "/images/app:1/json": image,
    [`/images/${id}/json`]: image,
    "/images/json": [{ Id: id, RepoTags: ["app:1"], Labels: null }],
    "/containers/web/json": container,
    [`/containers/${containerId}/json`]: container,
    [`/containers/${containerId}/changes`]: null,
    "/containers/json": [],
    "/volumes": { Volumes: null },
    "/networks": [],
    "/system/df": {
      ...(minor < 53 && !(minor >= 52 && verbose) && { BuildCache: [record] }),
      ...(minor >= 52 && { BuildCacheUsage: { TotalCount: 1, ...(verbose && { Items: [record] }) } }),
    },
    "/build/prune": { CachesDeleted: ["m1"], SpaceReclaimed: 1 },
  };
}
