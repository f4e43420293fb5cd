import { expect, test } from "vitest";
import { isShown, listed, probeFile } from "../../../../test/probe-file.ts";
import gem from "../ecosystems/gem.ts";
import gemLock from "../ecosystems/gem-lock.ts";

const home = "/usr/local/bundle/";
const read = (text: string, path = `${home}specifications/x.gemspec`) => probeFile(gem, path, text)?.packages?.[0];

test("reads a specification as RubyGems writes it", () => {
  const text = `# -*- encoding: utf-8 -*-
# stub: nokogiri 1.18.1 x86_64-linux-gnu lib
# stub: ext/nokogiri/extconf.rb

Gem::Specification.new do |s|
  s.name = "nokogiri".freeze
  s.version = "1.18.1".freeze
  s.platform = "x86_64-linux-gnu".freeze

  s.licenses = ["MIT".freeze, "Apache-2.0".freeze]
  s.description = "s.licenses = [\\"no\\"]".freeze
  s.specification_version = 4

  s.add_runtime_dependency(%q<racc>.freeze, ["~> 1.4".freeze])
  s.add_dependency("mini_portile2", [">= 0"])
  s.add_development_dependency(%q<rake>.freeze, [">= 0"])
end
`;
  for (const written of [text, text.replaceAll("\n", "\r\n"), `\uFEFF${text}`]) {
    expect(read(written)).toEqual({
      name: "nokogiri",
      version: "1.18.1",
      licenses: ["MIT", "Apache-2.0"],
      dependsOn: ["racc", "mini_portile2"],
      qualifiers: { platform: "x86_64-linux-gnu" },
      owns: [`${home}specifications/x.gemspec`, `${home}gems/nokogiri-1.18.1-x86_64-linux-gnu/`],
    });
  }
});

test("reads a default gem, and the old form without a stub line", () => {
  const path = "/usr/lib/ruby/gems/3.3.0/specifications/default/csv-3.2.8.gemspec";
  expect(read("# stub: csv 3.2.8 ruby lib\n", path)?.owns).toEqual([path, "/usr/lib/ruby/gems/3.3.0/gems/csv-3.2.8/"]);
  const old = `Gem::Specification.new do |s|\n  s.name = %q{rake}\n  s.version = Gem::Version.new("0.9.2")\n  s.license = 'MIT'\nend\n`;
  expect(read(old)).toMatchObject({ name: "rake", version: "0.9.2", licenses: ["MIT"] });
});

test("reports other Ruby files and ignores folders of a name with a slash", () => {
  for (const text of ["", "puts 1", "# stub: ", 's.name = "a"']) {
    expect(() => read(text)).toThrow("it has neither a stub line nor a name and version");
  }
  expect(read("# stub: ../../bin 1.0 ruby lib")?.owns).toEqual([`${home}specifications/x.gemspec`]);
  expect(isShown(gem, "/app/mygem.gemspec")).toBe(false);
  expect(isShown(gem, `${home}gems/a-1/a.gemspec`)).toBe(false);
});

test("reads GEM and GIT of Gemfile.lock, without the project's own and other platforms' gems", () => {
  const lock = `GIT
  remote: https://example.org/g.git
  revision: 0
  specs:
    fromgit (1.0)

PATH
  remote: .
  specs:
    own (0.1)
      rails

GEM
  remote: https://example.org/
  specs:
    a (1.2.3)
      b (>= 1)
      c (~> 2.0)
    n (1.16.0-arm64-darwin)
    n (1.16.0-x86_64-linux-gnu)
    odd 1.0

PLATFORMS
  ruby

DEPENDENCIES
  a!

BUNDLED WITH
   2.5.0
`;
  const extract = probeFile(gemLock, "/app/Gemfile.lock", lock);
  expect(listed(extract)).toEqual(["a 1.2.3", "fromgit 1.0", "n 1.16.0"]);
  expect(extract?.packages?.find(({ name }) => name === "a")).toMatchObject({ dependsOn: ["b", "c"], declared: true });
  expect(extract?.packages?.find(({ name }) => name === "n")?.qualifiers).toEqual({ platform: "x86_64-linux-gnu" });
  expect(listed(probeFile(gemLock, "/app/gems.locked", lock.replaceAll("\n", "\r\n")))).toEqual(listed(extract));
  expect(probeFile(gemLock, "/app/Gemfile.lock", "")).toBeUndefined();
  expect(isShown(gemLock, "/usr/local/bundle/gems/a-1/Gemfile.lock")).toBe(false);
});
