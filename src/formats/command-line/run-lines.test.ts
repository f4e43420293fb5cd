import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { locate } from "../../text/locate.ts";
import type { RunLine } from "../../domain/dockerfile/run-line.ts";
import { runFlags } from "./run-flags.ts";
import { runLines } from "./run-lines.ts";

const fence = "```";

function shell(text: string): readonly RunLine[] {
  return runLines("deploy.sh", text).lines;
}

function only(text: string): RunLine {
  const lines = shell(text);
  expect(lines).toHaveLength(1);
  return lines[0] as RunLine;
}

function values(line: RunLine): string[] {
  return line.flags.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));
}

describe("a command line", () => {
  it("reads flags up to the image, by their long names", () => {
    const line = only(
      "docker run --rm -it -v ~/data:/data:ro --net host -e A=1 --memory=1g example/app:1.2 serve --port 80\n",
    );
    expect(values(line)).toEqual([
      "rm",
      "interactive",
      "tty",
      "volume=~/data:/data:ro",
      "network=host",
      "env=A=1",
      "memory=1g",
    ]);
    expect(line.image?.text).toBe("example/app:1.2");
    expect(line.args).toEqual(["serve", "--port", "80"]);
    expect(line).toMatchObject({
      kind: "command",
      program: "docker",
      sudo: false,
      service: false,
    });
    expect([line.unknownFlags, line.maySplit]).toEqual([undefined, undefined]);
  });

  it.each([
    ["-dp8080:80", ["detach", "publish=8080:80"], true],
    ["-itu0", ["interactive", "tty", "user=0"], false],
    ["-p=80:80", ["publish=80:80"], true],
    ["-d=false", ["detach=false"], false],
    ["-P", ["publish-all"], true],
    ["--cpu-shares 8 -c 9", ["cpu-shares=8", "cpu-shares=9"], false],
    ["--label \"a b\" --entrypoint='sh -c'", ["label=a b", "entrypoint=sh -c"], false],
    ["--rm --", ["rm"], false],
  ])("reads the flags %s", (flags, expected, service) => {
    const line = only(`docker run ${flags} app`);
    expect(values(line)).toEqual(expected);
    expect(line.image?.text).toBe("app");
    expect(line.service).toBe(service);
  });

  it.each([
    ["sudo -u ann docker run app", true],
    ["time sudo docker container run app", true],
    ["CID=$(docker create app)", false],
    ["if ! docker run app; then exit 1; fi", false],
    ["f() { env A=1 nohup /usr/bin/docker --context prod run app & }", false],
    ["ssh host 'cd /srv && sudo docker run app'", true],
    ['${DOCKER:-docker} run "app"', false],
    ["timeout 10 podman run app", false],
  ])("is found in %s", (text, sudo) => {
    const line = only(text);
    expect(line.image?.text).toBe("app");
    expect(line.sudo).toBe(sudo);
    expect(text.slice(line.span.start, line.span.end)).toBe(line.text);
  });

  it("keeps a variable as the image and marks variables that hide flags", () => {
    const line = only('docker run -d "$IMAGE:$TAG" x');
    expect([line.image?.text, line.unknownFlags, line.maySplit]).toEqual(["$IMAGE:$TAG", undefined, undefined]);
    expect(only('docker run "$@" ${EXTRA_ARGS} ${OPTS[@]} $IMG')).toMatchObject({
      image: { text: "$IMG" },
      unknownFlags: "a variable",
      maySplit: true,
    });
  });

  it.each([
    "docker run",
    "docker run --no-such-flag app",
    "docker run --name",
    "docker run -zit app",
    "docker ps; docker exec app run",
    "docker-compose run app",
    "echo docker run app",
    "# docker run app",
    "cat <<EOF\ndocker run app\nEOF\n",
    'docker run "is a command, mostly"',
  ])("is none in %j", (text) => {
    expect(shell(text)).toEqual([]);
  });

  it("has exact spans, over continued lines and with CRLF", () => {
    for (const text of [
      "docker run -d \\\n  --cap-drop='A,B' \\\n  app:1\n",
      "docker run -d \\\r\n  --cap-drop='A,B' \\\r\n  app:1\r\n",
    ]) {
      const line = only(text);
      const [, drop] = line.flags;
      const cut = (span = { start: 0, end: 0 }) => text.slice(span.start, span.end);
      expect(cut(drop?.span)).toBe("--cap-drop='A,B'");
      expect(cut(drop?.valueSpan)).toBe("A,B");
      expect(cut(line.image?.span)).toBe("app:1");
      expect(text.slice(0, line.insertAt)).toBe("docker run");
      expect(locate("x", text, line.image?.span ?? line.span)).toMatchObject({
        startLine: 3,
        startColumn: 3,
        endColumn: 8,
      });
    }
  });

  it("finds a command below a line that no shell accepts", () => {
    expect(shell("Unable to find image 'app\ndocker run app\n")).toHaveLength(1);
  });

  it("reads docker pull", () => {
    expect(only("docker pull -q aquasec/trivy:0.18.3")).toMatchObject({
      kind: "pull",
      image: { text: "aquasec/trivy:0.18.3" },
      service: false,
    });
  });
});

describe("a Markdown text", () => {
  const document = [
    "# App",
    "Run `docker run -P app:1`; `docker run` alone is nothing, nor is `--privileged` or `--network=host`.",
    "",
    "1. In a list:",
    "",
    `   ${fence}bash`,
    "   # docker run is explained below",
    "   docker run -d <your image>",
    `   ${fence}`,
    "",
    "   Or indented:",
    "",
    "        docker run indented",
    "",
    `> ${fence}console`,
    "> $ docker run \\",
    ">     quoted",
    "> don't look at docker run output",
    "> root@host:~# docker run asroot",
    `> ${fence}`,
    "",
    `${fence}yaml`,
    "run: docker run yaml",
    fence,
    "~~~powershell",
    "PS C:\\> docker run -d `",
    "  windows",
    "~~~",
    "Add `--cap-drop=A,B` or",
    "",
    fence,
    "--cpu-shares=8 --memory=1g",
    fence,
  ].join("\n");

  const expected = [
    "2 command app:1",
    "8 command <your image>",
    "13 command indented",
    "16 command quoted",
    "19 command asroot",
    "26 command windows",
    "29 flags cap-drop=A,B",
    "32 flags cpu-shares=8 memory=1g",
  ];

  it.each(["\n", "\r\n"])("returns the commands of its code, with line end %j", (eol) => {
    const text = document.replaceAll("\n", eol);
    const { lines } = runLines("README.md", text);
    const told = lines.map(
      (line) => `${locate("", text, line.span).startLine} ${line.kind} ${line.image?.text ?? values(line).join(" ")}`,
    );
    expect(told).toEqual(expected);
  });

  it.each([
    ["flags of another program", `Install it with\n\n${fence}\n--user root\n${fence}\n`],
    ["a prose line that starts with a dash", `docker\n\n${fence}\n- docker\n--memory of what\n${fence}\n`],
    ["flags that docker run does not know", `docker\n\n${fence}\n--cap-drop=A --verbose\n${fence}\n`],
  ])("does not take %s for a fragment", (_, text) => {
    expect(runLines("README.md", text).lines).toEqual([]);
  });

  it("reads to the end of an unclosed fence", () => {
    expect(runLines("README.md", `${fence}\ndocker run app`).lines).toHaveLength(1);
  });
});

it("never throws, and every span matches its text", () => {
  const piece = fc.constantFrom(
    ..."docker run |docker pull |podman run |sudo |-d |-p80:80 |--cap-drop=A,B |--user |'|\"|`|```|~~~|\n|\r\n|\\|\\\n|$|$(|)|${|}|<|>| |    |> |- |# |$ |app:1 |;|&&|<<E|E|{{ x }}|{% if %}|<%= x %>|$[[ x ]]|${{ x }}|{{|%}|$(X) |%X% |!X!|@x@ |__X__ |(x) |*|\u{1F40B}".split(
      "|",
    ),
    "|",
    "\t",
  );
  const text = fc
    .array(fc.oneof({ weight: 5, arbitrary: piece }, fc.string({ maxLength: 6 })), { maxLength: 40 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      text,
      fc.constantFrom("a.md", "a.sh", "README", "a.ps1", "a.cmd", "a.fish", "Makefile", "a.service"),
      (source, file) => {
        for (const line of runLines(file, source).lines) {
          expect(source.slice(line.span.start, line.span.end)).toBe(line.text);
          for (const span of [
            line.span,
            ...line.flags.flatMap((flag) => [flag.span, flag.valueSpan ?? flag.span]),
            line.image?.span ?? line.span,
          ]) {
            expect(span.start).toBeGreaterThanOrEqual(line.span.start);
            expect(span.end).toBeGreaterThanOrEqual(span.start);
            expect(span.end).toBeLessThanOrEqual(line.span.end);
          }
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

it("reads a text full of unclosed code in linear time", () => {
  for (const unit of ["`", "``` ` ", "$(", "docker run <", "\\ ", "> ", "docker run '"]) {
    expect(runLines("README.md", `docker\n${unit.repeat(20_000)}`).lines.length).toBeLessThan(20_001);
  }
});

const help = dockerHelp();
it.skipIf(help === undefined)("knows every flag that `docker run --help` of Docker 26 lists", () => {
  const listed = [...(help ?? "").matchAll(/^ {2,6}(?:-\w, )?--([a-z0-9-]+)(?: ([a-z0-9-]+))?/gm)];
  const { flags } = runFlags("docker");
  const unknown = listed.filter(([, name = "", type]) => flags.get(name) !== (type !== undefined));
  expect(listed.length).toBeGreaterThan(90);
  expect(unknown.map(([text]) => text.trim())).toEqual([]);
});

function dockerHelp(): string | undefined {
  try {
    const version = execFileSync("docker", ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    if (!version.startsWith("Docker version 26.")) return undefined;
    return execFileSync("docker", ["run", "--help"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return undefined;
  }
}
