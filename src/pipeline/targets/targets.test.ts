import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isDockerfileName, searchTargets } from "./targets.ts";

let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  const files = {
    Dockerfile: "FROM a\n",
    "web/app.Dockerfile": "FROM a\n",
    "web/Dockerfile.dev": "FROM a\n",
    "web/Dockerfile.dev.dockerignore": "x\n",
    "web/README.md": "# a\n",
    "web/run.sh": "#!/bin/sh\n",
    "web/notes.txt": "FROM a\n",
    "web/started": "#!/bin/sh\n",
    "node_modules/x/Dockerfile": "FROM a\n",
    ".hullproof/Dockerfile": "FROM a\n",
    "built/Dockerfile": "FROM a\n",
    "kept/Dockerfile": "FROM a\n",
    "web/local/Dockerfile": "FROM a\n",
    ".gitignore": "built/\n",
    "web/.gitignore": "/local\n",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), text);
  }
  // A cycle must not be followed.
  await symlink(cwd, join(cwd, "kept/circle"));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const found = async (...targets: string[]) =>
  (await searchTargets(targets, cwd)).found.map((one) =>
    "path" in one ? `${one.kind} ${one.path}` : `image ${one.ref}`,
  );

describe("searchTargets", () => {
  it("finds JSON with top-level services as a Compose file, like docker compose, and no other JSON", async () => {
    await writeFile(join(cwd, "project.json"), '{"services": {"web": {"image": "a:1"}}}');
    expect(await found("project.json")).toEqual(["compose project.json"]);
    await writeFile(join(cwd, "project.json"), '{"apiVersion": "x/v1", "kind": "X", "services": {}}');
    expect(await found("project.json")).not.toContain("compose project.json");
    await rm(join(cwd, "project.json"));
  });

  it("finds Dockerfiles and documents in a folder, sorted, with .gitignore at each level", async () => {
    expect(await found(".")).toEqual([
      "dockerfile Dockerfile",
      "dockerfile kept/Dockerfile",
      "dockerfile web/Dockerfile.dev",
      "document web/README.md",
      "dockerfile web/app.Dockerfile",
      "document web/run.sh",
    ]);
    expect(await found("web/")).toEqual([
      "dockerfile web/Dockerfile.dev",
      "document web/README.md",
      "dockerfile web/app.Dockerfile",
      "document web/run.sh",
    ]);
  });

  it("finds makefiles, units, CI files and scripts without extension that call an engine, manifests and inspected containers in JSON, and texts with a byte order mark", async () => {
    const pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers: []\n";
    const files: Readonly<Record<string, string>> = {
      ".github/workflows/ci.yml": 'on: push\njobs:\n  a:\n    steps:\n      - "run": docker run a\n',
      ".github/workflows/none.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: make\n",
      ".gitlab-ci.yml": "a:\n  script:\n    - podman run a\n",
      Makefile: "a:\n\tnerdctl run a\n",
      "build.mk": "a:\n\tcc a.c\n",
      "compose.json": '{"services": {"web": {"image": "a:1"}}}',
      "inspected.json": '[{"Id": "a", "State": {}, "HostConfig": {}}]',
      "marked.yaml": `\uFEFF${pod.replaceAll("\n", "\r\n")}`,
      "pod.json": '{"kind": "Pod", "apiVersion": "v1", "spec": {"containers": []}}',
      "schema.json": '{"x": {"kind": "Pod", "apiVersion": "v1", "containers": []}}',
      "web.service": "[Service]\nExecStart=/usr/bin/docker run a\n",
      "web.service.d/more.conf": "[Service]\nExecStart=/usr/bin/docker run a\n",
      "bin/deploy": "#!/usr/bin/env bash\ndocker run a\n",
      "bin/plan": "#!/usr/bin/env python3\n# docker run a\n",
      "bin/start": "#!/bin/sh\nexec web\n",
      "other.service": "[Service]\nExecStart=/usr/bin/web\n",
    };
    const folder = join(cwd, "many");
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    expect(await found("many")).toEqual([
      "document many/.github/workflows/ci.yml",
      "document many/.gitlab-ci.yml",
      "document many/Makefile",
      "document many/bin/deploy",
      "compose many/compose.json",
      "container many/inspected.json",
      "kubernetes many/marked.yaml",
      "kubernetes many/pod.json",
      "document many/web.service",
      "document many/web.service.d/more.conf",
    ]);
    const named = [".github/workflows/none.yml", "build.mk", "other.service"].map((name) => `many/${name}`);
    expect(await found(...named)).toEqual(named.map((name) => `document ${name}`));
    await rm(folder, { recursive: true });
  });

  it("resolves a named target by its kind, once", async () => {
    expect(await found("web/notes.txt", "web/started", "Dockerfile", "./Dockerfile", "built/Dockerfile")).toEqual([
      "dockerfile web/notes.txt",
      "document web/started",
      "dockerfile Dockerfile",
      "dockerfile built/Dockerfile",
    ]);
  });

  it("resolves other names as images of the engine, unless they look like a path", async () => {
    expect(await found("python:3.13-slim", "registry.example:5000/a/b@sha256:00", "daemon:web")).toEqual([
      "image python:3.13-slim",
      "image registry.example:5000/a/b@sha256:00",
      "image daemon:web",
    ]);
    for (const path of ["./nope", "nope/Dockerfile", "nope.md", "image.tar", "docker-archive:nope.tar"]) {
      await expect(found(path)).rejects.toMatchObject({ code: "no-such-file" });
    }
  });
});

it.each([
  ["Dockerfile", true],
  ["dockerfile", true],
  ["Containerfile.prod", true],
  ["web.Containerfile", true],
  ["Dockerfile.md", false],
  ["Dockerfile.dockerignore", false],
  ["Dockerfile.j2", false],
  ["dockerfile.d.ts", false],
  ["Dockerfile.go", false],
  ["Dockerfile.api", true],
  ["MyDockerfile", false],
])("isDockerfileName(%s) is %s", (name, is) => expect(isDockerfileName(name)).toBe(is));

describe(".gitignore", () => {
  let folder: string;
  const write = async (files: Record<string, string>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  };
  const paths = async (): Promise<string[]> =>
    (await searchTargets(["."], folder)).found.map((one) => ("path" in one ? one.path : ""));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("applies the nearest folder's rules first, like Git", async () => {
    await write({
      ".gitignore": "*.Dockerfile\n",
      "a/.gitignore": "!x.Dockerfile\n",
      "a/x.Dockerfile": "",
      "y.Dockerfile": "",
    });
    expect(await paths()).toEqual(["a/x.Dockerfile"]);
  });

  it.each([
    ["stars that a matcher tries again and again", `${"*a".repeat(28)}b\n`],
    ["a megabyte of classes", "[a-z]".repeat(200_000)],
    ["a megabyte of dots", ".".repeat(1_000_000)],
    ["a megabyte of folders", "**/".repeat(350_000)],
    ["a hundred thousand patterns", "*a*b*c\n".repeat(100_000)],
  ])("may contain %s", async (_, text) => {
    await write({ ".gitignore": text, Dockerfile: "", [`${"a".repeat(200)}/Dockerfile`]: "" });
    expect(await paths()).toContain("Dockerfile");
  });

  it("is refused when its patterns and paths need too much work", async () => {
    const text = Array.from({ length: 1_000 }, (_, at) => `${"*a".repeat(50)}*[c-e]${"[x-z]".repeat(at)}`).join("\n");
    await write({ ".gitignore": text });
    for (let at = 0; at < 60; at++) await write({ [`${"a".repeat(200)}${at}b/x`]: "" });
    await expect(paths()).rejects.toMatchObject({ code: "too-complex" });
  }, 120_000);
});
