import { imageProbes } from "../../../src/facts/image/image-probes.ts";
import { secretsProbe } from "../../../src/facts/secrets/secrets-probe.ts";
import { memoryBody } from "../../../src/sources/image/bodies/file-body.ts";
import { isShown } from "../../probe-file.ts";
import type { FuzzTarget } from "../target.ts";

/** A file by its path, so that each probe is asked about what it looks at. */
const files: readonly (readonly [path: string, content: string])[] = [
  [
    "/lib/apk/db/installed",
    "C:Q1x=\nP:musl\nV:1.2.5-r0\nA:x86_64\no:musl\nD:so:a b>1\np:so:libc.musl=1\nF:lib\nR:ld\n\n",
  ],
  [
    "/var/lib/dpkg/status",
    "Package: bash\nStatus: install ok installed\nVersion: 1:5.2-1\nSource: b (2)\nDepends: a (>= 1) | b, c\nDescription: x\n y\n\n",
  ],
  ["/var/lib/dpkg/status.d/base", "Package: base\nVersion: 1\n"],
  [
    "/usr/share/doc/bash/copyright",
    "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nFiles: *\nLicense: GPL-3+ or MIT\n x\n",
  ],
  [
    "/usr/local/lib/php/.registry/.channel.pecl.php.net/a.reg",
    'a:4:{s:4:"name";s:1:"a";s:7:"version";a:1:{s:7:"release";s:3:"1.0";}s:8:"filelist";a:1:{s:4:"a.so";a:1:{s:12:"installed_as";s:5:"/a.so";}}s:1:"x";N;}',
  ],
  ["/srv/wp-content/plugins/a/a.php", "<?php\n/*\nPlugin Name: A\nVersion: 1.0\nRequires Plugins: b, c\n*/\n"],
  ["/srv/wp-content/themes/a/style.css", "/*\nTheme Name: A\nVersion: 1.0\nTemplate: b\n*/\n"],
  ["/srv/apps/a/appinfo/info.xml", "<info><id>a</id><version>1.0</version></info>"],
  ["/srv/plugins/a/b/b.xml", '<extension type="plugin"><author>x</author><version>1.0</version></extension>'],
  ["/srv/mod/a/version.php", "<?php\n$plugin->component = 'mod_a';\n$plugin->release = '1.0';\n"],
  ["/srv/modules/a/a.info.yml", "name: A\nversion: '8.x-1.0-rc1'\nproject: 'a'\n"],
  ["/app/package.json", '{"name":"@a/b","version":"1.0.0","license":{"type":"MIT"},"dependencies":{"c":"^1"}}'],
  [
    "/app/package-lock.json",
    '{"lockfileVersion":3,"packages":{"node_modules/a":{"version":"1.0.0"}},"dependencies":{"a":{"version":"1","dependencies":{}}}}',
  ],
  ["/app/yarn.lock", '# yarn lockfile v1\n\n"@a/b@^1", c@2:\n  version "1.0.0"\n  dependencies:\n    d "1"\n'],
  ["/app/pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages:\n  /a@1.0.0(b@2):\n    resolution: {integrity: x}\n"],
  ["/app/bun.lock", '{ "lockfileVersion": 1, "packages": { "a": ["a@1.0.0", "", {}, ""], }, }'],
  ["/app/Cargo.lock", 'version = 3\n[[package]]\nname = "a"\nversion = "1.0.0"\ndependencies = [\n "b 1",\n]\n'],
  ["/app/composer.lock", '{"packages":[{"name":"a/b","version":"v1.0","license":["MIT"]}],"packages-dev":[]}'],
  ["/app/vendor/composer/installed.json", '{"packages":[{"name":"a/b","version":"1","install-path":"../a/b"}]}'],
  ["/app/Gemfile.lock", "GEM\n  remote: https://x\n  specs:\n    a (1.0-java)\n      b (~> 1)\n\nPLATFORMS\n  ruby\n"],
  [
    "/usr/lib/ruby/specifications/a-1.gemspec",
    'Gem::Specification.new do |s|\n  s.name = "a".freeze\n  s.version = "1.0"\n  s.licenses = ["MIT".freeze]\nend\n',
  ],
  [
    "/app/poetry.lock",
    '[[package]]\nname = "a"\nversion = "1.0"\n[package.dependencies]\nb = {version = ">=1", markers = "x"}\n',
  ],
  ["/app/uv.lock", 'version = 1\n[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "https://x" }\n'],
  ["/app/Pipfile.lock", '{"default":{"a":{"version":"==1.0"}},"develop":{}}'],
  [
    "/usr/lib/python3/dist-packages/a-1.dist-info/METADATA",
    "Metadata-Version: 2.1\nName: a\nVersion: 1\nRequires-Dist: b (>=1) ; extra == 'x'\nLicense: MIT\n\nbody\n",
  ],
  ["/usr/lib/python3/dist-packages/a-1.dist-info/RECORD", 'a/__init__.py,sha256=x,1\n"a,b",,\n../../../bin/x,,\n'],
  ["/usr/lib/python3/dist-packages/a.egg-info/PKG-INFO", "Name: a\nVersion: 1\n"],
  ["/opt/conda/conda-meta/a-1-0.json", '{"name":"a","version":"1","files":["b"],"license":"MIT","depends":["c >=1"]}'],
  [
    "/app/a.deps.json",
    '{"runtimeTarget":{"name":".NETCoreApp,Version=v8.0"},"targets":{},"libraries":{"a/1.0.0":{"type":"package"}}}',
  ],
  ["/app/packages.lock.json", '{"version":1,"dependencies":{"net8.0":{"A":{"resolved":"1.0.0","type":"Direct"}}}}'],
  ["/app/pubspec.lock", 'packages:\n  a:\n    dependency: "direct main"\n    source: hosted\n    version: "1.0.0"\n'],
  ["/app/mix.lock", '%{\n  "a": {:hex, :a, "1.0.0", "x", [:mix], [{:b, "~> 1", [hex: :b]}], "hexpm", "y"},\n}\n'],
  [
    "/usr/lib/R/library/a/DESCRIPTION",
    "Package: a\nVersion: 1.0-1\nImports: b (>= 1),\n  c\nLicense: GPL-2 | file X\n",
  ],
  ["/app/a.jar", "PK\u0003\u0004"],
  ["/var/lib/rpm/Packages", "\0\0\0\0"],
  ["/var/lib/rpm/rpmdb.sqlite", "SQLite format 3\0"],
  ["/var/lib/rpm/Packages.db", "RpmP"],
  ["/etc/os-release", 'NAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="13"\nID_LIKE=\'a b\'\n'],
  ["/etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/:/bin/false\n"],
  ["/etc/shadow", "root:$6$abc$def:1:0:99999:7:::\napp:!:1\n"],
  [
    "/etc/ssh/sshd_config",
    "Port 22\nPermitRootLogin yes\nMatch User a\n  PasswordAuthentication no\nInclude x/*.conf\n",
  ],
  ["/app/.env", "AWS_SECRET_ACCESS_KEY=abc\nexport DB_PASSWORD='hunter2hunter2'\nURL=postgres://a:b@c/d\n"],
  [
    "/app/key.pem",
    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMIIB\n-----END RSA PRIVATE KEY-----\n",
  ],
  ["/root/.npmrc", "//registry.example/:_authToken=npm_0000\n"],
  ["/root/.docker/config.json", '{"auths":{"a":{"auth":"dXNlcjpwYXNz"}}}'],
];

/** Every probe of layers, the detectors of secrets among them, on one file. */
export default {
  name: "files-of-layers",
  samples: files.map(([path, content]) => `${path}\0${content}`),
  words:
    '{ } [ ] , : " \' = \n\n \t # ; | < > ( ) "a":{} "name" "version" 1.0 >= ~> \\u0000 \\n password= token: key -----BEGIN AKIA sk-ant- ghp_ eyJ https://a:b@c/ Abc:'.split(
      " ",
    ),
  pairs: [
    ["{", "}"],
    ["[", "]"],
    ['{"a":', "}"],
    ["(", ")"],
    ["<a>", "</a>"],
    ["#{", "}"],
  ],
  run(input) {
    const cut = input.indexOf(0);
    const asked = input.subarray(0, Math.max(0, cut)).toString("latin1");
    const known = files.find(([path]) => path === asked) ?? files[input.length % files.length]!;
    const content = cut === -1 ? input : input.subarray(cut + 1);
    for (const probe of [...imageProbes, secretsProbe]) {
      const file = { path: known[0], size: content.length, mode: 0o755 };
      const { everyFileUpTo = -1, executablesFrom = Number.POSITIVE_INFINITY } = probe.looksAt;
      const seen =
        isShown(probe, known[0], content.length) ||
        content.length <= everyFileUpTo ||
        content.length >= executablesFrom;
      if (!seen || probe.wants?.(file) === false || probe.recognises?.(content.subarray(0, 64)) === false) continue;
      try {
        probe.read(file, memoryBody(content));
      } catch (error) {
        // A probe says that a file is damaged with a plain Error; what the language itself throws is a bug.
        if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) throw error;
      }
    }
  },
} satisfies FuzzTarget;
