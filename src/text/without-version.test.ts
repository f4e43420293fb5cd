import { expect, it } from "vitest";
import { withoutVersion } from "./without-version.ts";

it.each([
  ["/site-packages/jinja2-2.10.dist-info/METADATA", "2.10", "/site-packages/jinja2-*.dist-info/METADATA"],
  ["/gems/rack-2.0/rack-2.0.gemspec", "2.0", "/gems/rack-*/rack-*.gemspec"],
  ["/m/.pnpm/a@1.0.0/node_modules/a/package.json", "1.0.0", "/m/.pnpm/a@*/node_modules/a/package.json"],
  ["/lib/a-1.jar", "1", "/lib/a-*.jar"],
  // Another number that begins alike.
  ["/lib/a-10-1.jar", "1", "/lib/a-10-*.jar"],
  ["/var/lib/dpkg/status", "1.1", "/var/lib/dpkg/status"],
  ["/x", "", "/x"],
])("%s of version %s is %s", (path, version, steady) => {
  expect(withoutVersion(path, version)).toBe(steady);
});
