import { emptyConfig } from "../../../src/domain/settings/config.ts";
import { judgeDockerfile } from "../../../src/pipeline/judge/check-text.ts";
import { readDockerfile } from "../../../src/formats/dockerfile/parse.ts";
import { fixText } from "../../../src/pipeline/fix-plan/fix.ts";
import { readAnyway } from "../../read-anyway.ts";
import type { FuzzTarget } from "../target.ts";

const check = (text: string) => judgeDockerfile(readAnyway(text), emptyConfig, { cwd: "/", today: "2026-11-24" }, {});

/** Parser, facts, all rules and the fixes of Dockerfiles; no rule breaks, and safe fixes made twice change nothing. */
export default {
  name: "dockerfile",
  samples: [
    "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y curl=1.2 gcc\nCOPY --from=0 --chown=1:1 a b /c/\nCMD app -x\n",
    '# syntax=docker/dockerfile:1\nARG V=1.2\nFROM node:${V:-3}-slim\nENV A=b C d\nWORKDIR /app\nRUN npm ci && npm cache clean --force\nUSER app\nEXPOSE 80/tcp 443\nHEALTHCHECK --interval=1m30s --timeout=3s CMD curl -f http://localhost/ || exit 1\nENTRYPOINT ["node", "a.js"]\n',
    'FROM alpine:3.20\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN <<EOF\napk update\napk add bash; pip install \'a==1\' -r x.txt\nEOF\nRUN --mount=type=cache,target=/root/.cache,id=x pip install a\nONBUILD COPY . /x\nLABEL a="b c" d=e\nVOLUME /v\nSTOPSIGNAL SIGTERM\n',
    'FROM scratch\nADD https://a.example/b.tar.gz /\nCOPY ["a", "b"]\nRUN set -eux; \\\n  # why\n  wget -qO- https://x.example | sh; \\\n  case "$x" in a|b) echo $(echo `id`) ;; esac; for i in 1 2; do sudo rm -rf /var/lib/apt/lists/*; done\n',
    "# escape=`\nFROM mcr.example/windows\nRUN dir `\n  c:\\\nMAINTAINER me\n",
  ],
  words: [
    ..."FROM AS RUN COPY ADD ENV ARG CMD ENTRYPOINT USER WORKDIR LABEL HEALTHCHECK SHELL ONBUILD EXPOSE VOLUME".split(
      " ",
    ),
    ..."apt-get update install -y apk add --no-cache pip npm yum dnf zypper conda gem composer curl wget sudo chmod rm".split(
      " ",
    ),
    ..."--mount=type=cache --from=build --chown=1:1 --chmod=755 --interval=11s --platform=$BUILDPLATFORM".split(" "),
    ..."&& || ; | \\\n <<EOF <<-'E' EOF $A ${A:-b} ${A:+ `a` $(a) \" ' \\ # \t [\"a\" ] 2>&1 >/dev/null * ** ? !".split(
      " ",
    ),
    "set -e;",
    "if a; then b; fi;",
    "\n# syntax=a\n",
    "a=b ",
    "pkg==1.0 ",
    "'a>=1' ",
    "/var/lib/apt/lists/* ",
    "-----BEGIN",
  ],
  pairs: [
    ["$(echo ", ")"],
    ["${a:-", "}"],
    ['"$(', ')"'],
    ["`", "`"],
    ["(", ")"],
    ["{ ", "; }"],
    ["if ", "; fi"],
    ["[", "]"],
    ["ONBUILD ", ""],
  ],
  run(input) {
    const text = input.toString("utf8");
    const { parsed, refusals } = readDockerfile("Dockerfile", text);
    if (parsed === undefined) return;
    const { run } = check(text);
    const broken = run.results.find(({ verdict }) => verdict === "failed");
    if (broken !== undefined) throw new Error(`${broken.rule} broke: ${broken.reason}`);
    // `fix` takes only what Docker would.
    if (refusals.length > 0) return;
    const once = fixText(text, { kind: "dockerfile", allowed: ["safe"], check }).text;
    const twice = fixText(once, { kind: "dockerfile", allowed: ["safe"], check }).text;
    if (twice !== once) throw new Error("fixing twice changes something");
  },
} satisfies FuzzTarget;
