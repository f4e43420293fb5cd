import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { checkpointAnnotation, podmanOf, refuseCheckpoint, takesCheckpoints } from "./checkpoint-image.ts";

test("treats a version without the fix, or with an unknown last number, as affected", () => {
  expect(
    ["4.4", "5.4", "5.8", "5.8.7", "6.0.2", "6.1", "6.1.2", "any"].filter((one) => !takesCheckpoints(one)),
  ).toEqual([]);
  expect(["4.3.1", "5.8.8", "6.1.3", "6.2", "7.0"].filter(takesCheckpoints)).toEqual([]);
});

test("detects Podman for units, and for run lines with --engine podman", () => {
  const quadlet = {
    name: "quadlet",
    versions: { flag: "podman", product: "Podman", default: "5.4", oldest: "4.4", newest: "6.0" },
  } as const;
  expect(podmanOf(quadlet, "5.4", [])).toBe("5.4");
  const line = { name: "docker-run" };
  expect(
    [["docker@29"], ["docker", "podman@5.8.8"], ["podman"], []].map((engines) => podmanOf(line, undefined, engines)),
  ).toEqual([undefined, "5.8.8", "any", undefined]);
  expect(podmanOf({ name: "compose" }, "5.6", ["podman"])).toBeUndefined();
});

/** Response of Podman's service for an image with this manifest. */
async function podman(annotations: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "checkpoint-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const info = { NCPU: 1, MemTotal: 1, ContainersRunning: 0, KernelVersion: "6.1", DefaultRuntime: "crun" };
  const answers = new Map<string, unknown>([
    [
      "/version",
      {
        Version: "5.4.2",
        ApiVersion: "1.41",
        MinAPIVersion: "1.24",
        Components: [{ Name: "Podman Engine", Version: "5.4.2" }],
      },
    ],
    ["/v1.41/info", info],
    ["/v1.41/containers/json", []],
    ["/v1.41/libpod/images/app:1/json", { Id: "a", Annotations: annotations }],
  ]);
  const server = createServer((request, response) => {
    response.setHeader("Api-Version", "1.41");
    if (request.url === "/_ping") return void response.end("OK");
    const answer = answers.get(request.url?.split("?")[0] ?? "");
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(JSON.stringify(answer ?? { message: "no such image" }));
  });
  onTestFinished(() => void server.close());
  await once(server.listen(join(folder, "podman.sock")), "listening");
  return `unix://${join(folder, "podman.sock")}`;
}

test("writes nothing for an image with the checkpoint annotation, and notes an unchecked one", async () => {
  const refuse = (host: string, image = "app:1", version = "5.4") =>
    refuseCheckpoint(image, version, { env: { DOCKER_HOST: host } });
  const bad = await podman({ [checkpointAnnotation]: "" });
  await expect(refuse(bad)).rejects.toMatchObject({
    code: "bad-profile",
    message: expect.stringContaining("CVE-2026-94603"),
  });
  expect(await refuse(bad, "app:1", "6.1.3")).toBeUndefined();
  expect(await refuse(await podman({ other: "x" }))).toBeUndefined();
  expect(await refuse(bad, "other:1")).toContain("was not looked at");
  expect(await refuse("unix:///no/such/engine.sock")).toContain("was not looked at");
});
