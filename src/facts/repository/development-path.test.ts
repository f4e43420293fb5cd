import { expect, it } from "vitest";
import { isDevelopmentPath } from "./development-path.ts";

it.each([
  ".github/workflows/mint/compose.yaml",
  ".github/actions/start/run.sh",
  ".gitlab-ci.yml",
  "a/build.gitlab-ci.yml",
  ".travis.yml",
  "Jenkinsfile",
  ".circleci/config.yml",
  "contrib/cirrus/runner.sh",
  "tools/travis-ci/run.sh",
  "ci/Dockerfile",
  "scripts/ci/run.sh",
  ".ci/images/Dockerfile",
  "ci-images/lint/Dockerfile",
  "prow/config/network.yaml",
  "hack/run.sh",
  ".devcontainer/compose.yaml",
  ".devcontainer/Dockerfile",
  "docker/devenv/Dockerfile",
  "docker/dev-env/Dockerfile",
  "docker/develop/noble/Dockerfile",
  "docker/development/compose.yaml",
  "dev/compose.yaml",
  "docker-dev/compose.yaml",
  "dev-tools/run.sh",
  "build/linux/dev-toolkit/toolkit.Dockerfile",
  "toolbox-dev/compose.yaml",
  "Dockerfile.dev",
  "dev.Dockerfile",
  "docker-compose.dev.yml",
  "compose-ci.yaml",
  "docker/Dockerfile-test",
  "e2e/run.sh",
  "playwright/docker-compose.yml",
  "internal/suites/example/compose/samba/compose.yml",
  "smoke-tests/compose.yaml",
  "Dockerfile.coverage",
  "docker-compose.integration.yml",
  "compose.integration-tests.yaml",
  "docker-compose.e2e.yml",
  "web.e2e.Dockerfile",
  "docker-compose-tests.yml",
  "Dockerfile-testing",
  "overlays/dev/pod.yaml",
])("%s is", (path) => {
  expect(isDevelopmentPath(path)).toBe(true);
});

it.each([
  "Dockerfile",
  "compose.yaml",
  "docker/Dockerfile",
  "deploy/compose.yaml",
  "examples/compose.yaml",
  "devices/compose.yaml",
  "developer-portal/Dockerfile",
  "cuda/devel/Dockerfile",
  "Dockerfile.devel",
  "prowlarr/compose.yaml",
  "circus/Dockerfile",
  "suites/office/Dockerfile",
  "cypress-server/Dockerfile",
  "cirrus-browser/Dockerfile",
  "travis/compose.yaml",
  "hackmd/compose.yaml",
  "cinema/ci.sh",
  "dev.sh",
  "github/Dockerfile",
  "toolkit/Dockerfile",
  "integrations/Dockerfile",
  "docker-compose.integrations.yml",
  "integration/Dockerfile",
  "docker-compose.latest.yml",
  "jenkins/compose.yaml",
  "docker-compose.prod.yml",
  ".github/workflows/deploy.yml",
  "ci/deploy-prod.sh",
  "dev/docker-compose.prod.yml",
  "/home/a/dev/shop/compose.yaml",
  "../dev/compose.yaml",
  "C:\\dev\\compose.yaml",
  "latest/run.sh",
])("%s is not", (path) => {
  expect(isDevelopmentPath(path)).toBe(false);
});

it("develop beside stable is a channel that users get, and beside prod an environment", () => {
  const at = (...folders: readonly string[]) => isDevelopmentPath("images/develop/Dockerfile", new Set(folders));
  expect([at("images"), at("images/prod", "images/develop"), at("stable"), at("images/stable")]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(isDevelopmentPath("images/devenv/Dockerfile", new Set(["images/stable"]))).toBe(true);
});
