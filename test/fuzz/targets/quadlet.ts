import { ofQuadlet } from "../../../src/dialects/quadlet/read.ts";
import { dropInFolders, withDropIns } from "../../../src/formats/quadlet/drop-ins.ts";
import { parseUnit } from "../../../src/formats/quadlet/unit-file.ts";
import type { FuzzTarget } from "../target.ts";

/** Quadlet units: groups, lines that go on, words with escapes, the container that comes of them. */
export default {
  name: "quadlet",
  samples: [
    '# a\n[Unit]\nDescription=b\n\n[Container]\nImage=docker.io/a/b:1\nExec=sh -c "echo $$A \\x20 100%%" \\\n  # c\n  d\nVolume=./e:/e:ro,Z\nVolume=\nTmpfs=/t:size=1m,U\nEnvironment="F=g h" I=\\u00e9\nPodmanArgs=--cpus 2 "--label=a b" --memory=1g\n[Service]\nRestart=always\n[Install]\nWantedBy=default.target\n',
    '[Container]\r\nRootfs=/r\r\nAddCapability=A B\r\nEntrypoint=["a","b"]\r\nMount=type=bind,src=/a,"dst=/b,c"\r\nUser=1\r\nGroup=2\r\n',
    "[Pod]\nPodName=a\n[Container]\nImage=\\\n",
  ],
  words:
    "[Container] [Service] [ ] Image= Exec= Volume= PodmanArgs= Environment= Tmpfs= User= Group= Entrypoint= AddDevice=- ; # = \\\n \\x41 \\u00e9 \\U0001f600 \\101 \\q %% $$ %h \" ' --cpus --label= \ufeff \0 \r\n \t".split(
      " ",
    ),
  pairs: [
    ['"', '"'],
    ["'", "'"],
    ["[", "]"],
    ["\\\n", ""],
    ["Exec=", "\n"],
  ],
  run(input) {
    const text = input.toString("utf8");
    const unit = parseUnit("a-b@c.container", text);
    for (const { span } of unit.problems)
      if (span.start < 0 || span.start > span.end || span.end > text.length)
        throw new Error("a span outside of its text");
    dropInFolders(text.slice(0, 200));
    const both = withDropIns(unit, [parseUnit("d.conf", text)]);
    const texts = new Map([
      ["a-b@c.container", text],
      ["d.conf", text],
    ]);
    for (const { env, mounts, capAdd } of ofQuadlet(both, texts).containers)
      for (const { at } of [...env, ...mounts, ...capAdd])
        if ("span" in at && (at.span.start < 0 || at.span.start > at.span.end || at.span.end > text.length))
          throw new Error("a value outside of its text");
  },
} satisfies FuzzTarget;
