import { expect, it } from "vitest";
import { isNameOf } from "./image-names.ts";

it.each<[string, string, boolean]>([
  ["acme/web", "acme/web", true],
  ["acme/web", "acme/web2", false],
  ["ghcr.io/*/web", "ghcr.io/acme/web", true],
  ["ghcr.io/*/web", "ghcr.io/acme/other/web", false],
  ["ghcr.io/*/web", "docker.io/acme/web", false],
  ["ghcr.io/*/web", "ghcr.io/web", false],
  ["ghcr.io/*/*-api", "ghcr.io/acme/shop-api", true],
  ["ghcr.io/*/*-api", "ghcr.io/acme/-api", false],
  ["ghcr.io/*/*-api", "ghcr.io/acme/shop-apis", false],
  ["*/web", "web", false],
  ["*/web", "acme/web", true],
])("%s is a name of %s: %s", (name, image, expected) => {
  expect(isNameOf(["other", name], image)).toBe(expected);
});
