// A Compose file may name an image that a workflow, a script or another Compose file builds here: its Dockerfile tells its user and base.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { step } from "../../../test/repository-facts.ts";
import { checkFolder } from "./check.ts";

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "hullproof-test-own-images-"));
});
afterEach(() => rmSync(top, { recursive: true }));

async function severityOf(files: Readonly<Record<string, string>>): Promise<string | undefined> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), text);
  }
  const context = { cwd: top, today: "2026-12-01", version: "0", env: {}, progress: () => {} };
  const { checked } = await checkFolder(".", context as never, true);
  return checked
    .flatMap(({ run }) => run.findings)
    .find(({ rule, target }) => rule === "capabilities/docker-socket" && target === "compose.yaml")?.severity;
}

const named = (image: string): string =>
  `services:\n  api:\n    image: ${image}\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]\n`;
const user = "FROM debian:13 AS base\nRUN useradd -m app\nFROM base AS production\nUSER app\nFROM base AS dev\n";
const last = "FROM debian:13\nUSER 1001\n";
const action = (...lines: readonly string[]): string =>
  step("- uses: docker/build-push-action@v6", "  with:", ...lines.map((line) => `    ${line}`));
const workflow = ".github/workflows/a.yml";
const metadata = step(
  "- uses: docker/metadata-action@v5",
  "  id: meta",
  "  with:",
  "    tags: type=raw,value=latest",
  "    images: |",
  "      ghcr.io/${{ github.repository_owner }}/api",
  "- uses: docker/build-push-action@v6",
  "  with:",
  "    context: .",
  "    file: api/Dockerfile",
  "    target: production",
  "    tags: ${{ steps.meta.outputs.tags }}",
);

describe("an image that the repository builds", () => {
  it.each<[string, string, Readonly<Record<string, string>>]>([
    ["a workflow with metadata", "ghcr.io/acme/api:${V:-latest}", { [workflow]: metadata, "api/Dockerfile": user }],
    ["a workflow", "acme/api:1", { [workflow]: action("context: api", "tags: acme/api:1"), "api/Dockerfile": last }],
    [
      "a workflow at its top",
      "ghcr.io/acme/api",
      { [workflow]: action("target: production", "tags: ghcr.io/acme/api:1"), Dockerfile: user },
    ],
    [
      "a workflow with a variable",
      "ghcr.io/acme/api",
      { [workflow]: `env:\n  I: ghcr.io/acme/api\n${action("tags: ${{ env.I }}:1")}`, Dockerfile: last },
    ],
    ["a script", "acme/api", { "b.sh": "docker build -t acme/api -f api/D .\n", "api/D": last }],
    [
      "a script with a target",
      "acme/api",
      { "b.sh": "docker build --target=production -t acme/api:2 api\n", "api/Dockerfile": user },
    ],
    ["a makefile", "acme/api", { Makefile: "b:\n\tdocker buildx build --tag acme/api:$(V) .\n", Dockerfile: last }],
    [
      "another Compose file",
      "acme/api",
      { "b/compose.yaml": "services:\n  a:\n    build: .\n    image: acme/api:3\n", "b/Dockerfile": last },
    ],
    [
      "another Compose file with a target",
      "acme/api",
      {
        "b/compose.yaml":
          "services:\n  a:\n    image: acme/api\n    build:\n      context: .\n      dockerfile: D\n      target: production\n",
        "b/D": user,
      },
    ],
    [
      "two that agree",
      "acme/api",
      { "a.sh": "docker build -t acme/api .\n", "b.sh": "docker build -t acme/api .\n", Dockerfile: last },
    ],
    [
      "a documented base",
      "acme/api",
      { "b.sh": "docker build -t acme/api .\n", Dockerfile: "FROM nginxproxy/nginx-proxy:1.7-alpine\n" },
    ],
  ])("does not hand over the host as a user other than root: by %s", async (_, image, files) => {
    expect(await severityOf({ "compose.yaml": named(image), ...files })).toBe("warning");
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ["another image", "acme/web", { "b.sh": "docker build -t acme/api .\n", Dockerfile: last }],
    ["root", "acme/api", { "b.sh": "docker build -t acme/api .\n", Dockerfile: "FROM debian:13\nUSER root\n" }],
    ["no user", "acme/api", { "b.sh": "docker build -t acme/api .\n", Dockerfile: "FROM debian:13\n" }],
    ["a variable", "acme/api", { "b.sh": "docker build -t acme/api .\n", Dockerfile: "FROM debian:13\nUSER $U\n" }],
    [
      "its group",
      "acme/api",
      { "b.sh": "docker build -t acme/api .\n", Dockerfile: "FROM debian:13\nUSER a:docker\n" },
    ],
    [
      "the group of the socket",
      "acme/api",
      {
        "b.sh": "docker build -t acme/api .\n",
        Dockerfile: "FROM debian:13\nRUN useradd a \\\n && usermod -aG docker a\nUSER a\n",
      },
    ],
    [
      "sudo",
      "acme/api",
      { "b.sh": "docker build -t acme/api .\n", Dockerfile: "FROM debian:13\nRUN adduser a sudo\nUSER a\n" },
    ],
    [
      "the group of root",
      "acme/api",
      { "b.sh": "docker build -t acme/api .\n", Dockerfile: "FROM debian:13\nRUN useradd -g 0 a\nUSER a\n" },
    ],
    [
      "another target",
      "acme/api",
      { [workflow]: action("context: .", "target: dev", "tags: acme/api"), Dockerfile: user },
    ],
    [
      "builds that differ",
      "acme/api",
      {
        "a.sh": "docker build -t acme/api .\n",
        "b.sh": "docker build -t acme/api -f D .\n",
        Dockerfile: last,
        D: last,
      },
    ],
    ["no Dockerfile there", "acme/api", { "b.sh": "docker build -t acme/api api\n", Dockerfile: last }],
    ["another owner's registry", "quay.io/acme/api", { [workflow]: metadata, "api/Dockerfile": user }],
  ])("hands it over by %s", async (_, image, files) => {
    expect(await severityOf({ "compose.yaml": named(image), ...files })).toBe("error");
  });

  it.each<[string, string, string]>([
    ["of a service that is built", last, "warning"],
    ["of a service that is built with root", "FROM debian:13\nUSER 0\n", "error"],
  ])("has the user %s", async (_, dockerfile, severity) => {
    expect(
      await severityOf({
        "compose.yaml": named("acme/api").replace("image: acme/api", "build: ."),
        Dockerfile: dockerfile,
      }),
    ).toBe(severity);
  });
});
