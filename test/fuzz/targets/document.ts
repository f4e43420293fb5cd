import { emptyConfig } from "../../../src/domain/settings/config.ts";
import { checkDocument } from "../../../src/pipeline/judge/check-text.ts";
import type { FuzzTarget } from "../target.ts";

/** Markdown and shell with `docker run` lines. */
export default {
  name: "document",
  samples: [
    "# Run\n\n```sh\ndocker run -d --name a --cap-drop=ALL -v /x:/y -p 80:80 -e A=b nginx:1.2 nginx -g x\n```\n\n`docker run --privileged a`\n",
    '#!/bin/bash\nset -e\nfor i in 1 2; do\n  docker container run --rm \\\n    --memory 1g \\\n    "$IMAGE" | tee log\ndone\ncat <<EOF\ndocker run x\nEOF\n',
    "    docker run --cpu-shares=8 --security-opt seccomp=unconfined a b\n\n~~~console\n$ sudo docker run -it a sh -c 'b c'\n~~~\n",
  ],
  words: [
    ..."docker run podman -v -e --env --privileged --cap-add=ALL --net=host --rm -it nginx:1 sh -c && | ; \\\n ``` ~~~ $ \" ' ` EOF <<EOF".split(
      " ",
    ),
    "docker run ",
    "-v /:/h ",
    "```\n",
    "    ",
    "> ",
    "- ",
    "$(",
    "${A}",
    "\t",
    "<pre><code>",
    "&lt;",
  ],
  pairs: [
    ["`", "`"],
    ["```\n", "\n```"],
    ["$(", ")"],
    ['"$(', ')"'],
    ["> ", ""],
    ["<pre>", "</pre>"],
  ],
  run(input) {
    const text = input.toString("utf8");
    for (const name of ["x.md", "x.sh"]) {
      const { run } = checkDocument(name, text, emptyConfig, { cwd: "/", today: "2026-11-24" });
      const broken = run.results.find(({ verdict }) => verdict === "failed");
      if (broken !== undefined) throw new Error(`${broken.rule} broke: ${broken.reason}`);
    }
  },
} satisfies FuzzTarget;
