import { describe, expect, it } from "vitest";
import { service, step } from "../../../test/repository-facts.ts";
import { builtImages } from "./built-images.ts";

const pushed = (tags: string): string => step("- uses: docker/build-push-action@v6", "  with:", `    tags: ${tags}`);

describe("names of images that are built", () => {
  it.each<[string, string, string, readonly string[]]>([
    ["docker build", "b.sh", "docker build -t acme/web:1.2 .\n", ["acme/web"]],
    ["docker build without a tag", "b.sh", "docker build --tag=acme/web .\n", ["acme/web"]],
    ["a tag in a variable", "Makefile", "x:\n\tdocker build -t acme/web:$(TAG) .\n", ["acme/web"]],
    [
      "two names",
      "b.sh",
      'docker buildx build -t "acme/web" \\\n  -t ghcr.io/acme/web:a .\n',
      ["acme/web", "ghcr.io/acme/web"],
    ],
    ["Docker Hub's own host", "b.sh", "docker build -t docker.io/acme/web .\n", ["acme/web"]],
    ["a document", "README.md", "    podman build -t acme/web .\n", ["acme/web"]],
    ["Compose", "compose.yaml", service("build: .", "image: acme/web:2"), ["acme/web"]],
    ["Compose with a context", "compose.yaml", service("image: 'acme/web'", "build:", "  context: ."), ["acme/web"]],
    ["bake", "docker-bake.hcl", 'target "a" {\n  tags = ["acme/web:${V}", "acme/b"]\n}\n', ["acme/web", "acme/b"]],
    [
      "the action",
      ".github/workflows/a.yml",
      step(
        "- uses: docker/build-push-action@v6",
        "  with:",
        "    context: .",
        "    tags: acme/web:latest,acme/b:1",
        "    push: true",
      ),
      ["acme/web", "acme/b"],
    ],
    [
      "the action with lines",
      ".github/workflows/a.yml",
      step(
        "- uses: docker/build-push-action@v6",
        "  with:",
        "    tags: |",
        "      acme/web:${{ github.sha }}",
        "      acme/b",
        "    push: true",
      ),
      ["acme/web", "acme/b"],
    ],
    [
      "the action for tags",
      ".github/workflows/a.yml",
      step(
        "- uses: docker/metadata-action@v5",
        "  with:",
        "    images: |",
        "      acme/web",
        "      name=ghcr.io/acme/web",
      ),
      ["acme/web", "ghcr.io/acme/web"],
    ],
    [
      "the action with the owner",
      ".github/workflows/a.yml",
      pushed("ghcr.io/${{ github.repository_owner }}/web:1,${{ secrets.DOCKERHUB_USERNAME }}/web"),
      ["ghcr.io/*/web", "*/web"],
    ],
    [
      "the action with the repository",
      ".github/workflows/a.yml",
      pushed("ghcr.io/${{ github.repository }}-api:${{ github.sha }}"),
      ["ghcr.io/*/*-api"],
    ],
    [
      "the action with variables",
      ".github/workflows/a.yml",
      `env:\n  HOST: ghcr.io\n  NAME: "acme/web" # ours\n${pushed("${{ env.HOST }}/${{ env.NAME }}:1")}`,
      ["ghcr.io/acme/web"],
    ],
    [
      "the action with a variable of an expression",
      ".github/workflows/a.yml",
      `env:\n  NAME: \${{ github.repository_owner }}/web\n${pushed("ghcr.io/${{ env.NAME }}")}`,
      ["ghcr.io/*/web"],
    ],
    ["Docker Hub's host and an owner", ".github/workflows/a.yml", pushed("docker.io/${{ vars.ORG }}/web"), ["*/web"]],
  ])("by %s", (_, path, text, names) => {
    expect(builtImages({ path, text })).toEqual(names);
  });

  it.each<[string, string, string]>([
    ["a run", "b.sh", "docker run -t acme/web\n"],
    ["another program", "b.sh", "tar -t acme/web; kubectl build -t acme/web\n"],
    ["a pull", "b.sh", "docker pull acme/web\n"],
    ["a variable", "b.sh", "docker build -t $NAME .\n"],
    ["Compose without a build", "compose.yaml", service("image: acme/web")],
    ["Compose with a build of another service", "compose.yaml", `${service("build: .")}  db:\n    image: acme/db\n`],
    [
      "an expression",
      ".github/workflows/a.yml",
      step("- uses: docker/build-push-action@v6", "  with:", "    tags: ${{ steps.meta.outputs.tags }}"),
    ],
    ["an expression alone", ".github/workflows/a.yml", pushed("ghcr.io/${{ github.repository }}")],
    ["another expression", ".github/workflows/a.yml", pushed("acme/${{ matrix.name }}")],
    ["an official image of any owner", ".github/workflows/a.yml", pushed("${{ github.repository_owner }}/nginx")],
    [
      "a variable with two values",
      ".github/workflows/a.yml",
      `env:\n  NAME: acme/a\n${pushed("${{ env.NAME }}")}  b:\n    env:\n      NAME: acme/b\n`,
    ],
    ["a variable of itself", ".github/workflows/a.yml", `env:\n  N: \${{ env.N }}\n${pushed("acme/${{ env.N }}")}`],
    ["another action", ".github/workflows/a.yml", step("- uses: a/b@v1", "  with:", "    tags: acme/web")],
    [
      "labels",
      ".github/workflows/a.yml",
      step("- uses: docker/build-push-action@v6", "  with:", "    labels: acme/web"),
    ],
  ])("not by %s", (_, path, text) => {
    expect(builtImages({ path, text })).toEqual([]);
  });
});
