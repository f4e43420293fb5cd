// One reading of both forms: what is found in a shell form is found in the exec form that says the same, at the same words, and its fixes make the same of it.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { FixCandidate } from "../../src/rules/run/run-rules.ts";
import { bodyText } from "../../src/facts/dockerfile/body-text.ts";
import type { DockerfileFact, Instruction } from "../../src/facts/dockerfile/dockerfile.ts";
import { shellSpan } from "../../src/facts/dockerfile/exec-form.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { applyEdits } from "../../src/fixes/apply.ts";
import { emptyConfig } from "../../src/domain/settings/config.ts";
import { checkDockerfile } from "../../src/pipeline/judge/check-text.ts";
import { fixText } from "../../src/pipeline/fix-plan/fix.ts";
import { rules } from "../../src/rules/index.ts";
import { judge } from "../judge.ts";
import { readAnyway } from "../read-anyway.ts";

const command = fc.constantFrom(
  "apt-get update",
  "apt-get install curl",
  "apt-get install -y --no-install-recommends jq=1.7.1-3",
  "apt install -y git",
  "apt upgrade",
  "sudo apt-get install -y vim",
  `A="x y" sudo -E make`,
  "apt-get clean",
  "rm -rf /var/lib/apt/lists/*",
  "pip install flask",
  'PIP_NO_CACHE_DIR="1" pip install -r requirements.txt',
  "python3 -m pip install 'flask[async]>=3'",
  "npm install",
  "npm ci --omit=dev",
  "yarn install",
  "apk add curl",
  "apk update",
  "yum install httpd",
  "dnf -y install 'nginx'",
  "zypper -n in tomcat",
  "gem install rails",
  "composer install",
  "conda install numpy",
  "go install example.com/x@latest",
  "cargo install ripgrep",
  "curl http://example.com/a.tgz",
  'curl -k "https://example.com/i.sh"',
  "curl -fsSL -o /tmp/a.tgz https://example.com/a.tgz",
  "wget https://example.com/a",
  "tar -xzf /tmp/a.tgz",
  "bash",
  "cd /srv",
  `echo "a b" > '/etc/x y'`,
  'echo "$X" `date`',
  "printf 'a\\nb'",
  "export PATH=/x:$PATH",
  "chmod 777 /srv",
  "useradd -u 1000001 app",
  "echo 'app:changeme' | chpasswd",
  "service nginx start",
  "true",
  'GIT_SSL_NO_VERIFY="1" git clone https://example.com/a.git',
  `sh -c 'apt-get update; cd "/x"'`,
  "ln -sf /bin/bash /bin/sh",
  'mysql --password="Tr0ub4dor&3"',
  "find /x -exec rm {} \\;",
  "set -e",
  "set -o pipefail",
  "exit 0",
  "apt-key add -",
  "if test -f /x; then apt-get install -y x; fi",
  "(cd /x && make)",
);
const operator = fc.constantFrom(" && ", " && ", "; ", " || ", " | ", " & ");
const script = fc
  .tuple(fc.array(fc.tuple(command, operator), { maxLength: 3 }), command)
  .map(([parts, last]) => parts.map(([one, joint]) => one + joint).join("") + last);
const base = fc.constantFrom("debian:trixie-slim", "alpine:3.22", "python:3.13-slim", "node:24-slim", "fedora:42", "x");

const flags = fc.constantFrom("", "", "--mount=type=cache,target=/root/.cache ", "--network=none ");
const eol = fc.constantFrom("\n", "\n", "\r\n");

/** JSON with more escapes than it needs, and lines that go on in the middle of a string. */
function json(text: string, choices: Iterator<number>): string {
  let written = '"';
  for (const char of text) {
    const choice = choices.next().value ?? 0;
    if (choice === 0) written += `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
    else if (choice === 1 && char === "/") written += "\\/";
    else if (choice === 2 && char === " ") written += " \\\n";
    else written += JSON.stringify(char).slice(1, -1);
  }
  return `${written}"`;
}

interface Read {
  readonly dockerfile: DockerfileFact;
  readonly run: Instruction;
  readonly found: readonly string[];
  readonly fixes: readonly FixCandidate[];
}

function readOf(text: string, reading: (run: Instruction, offset: number) => number): Read {
  const dockerfile = readAnyway(text);
  const run = runOf(dockerfile);
  const { findings, fixes, results } = judge(rules, {
    target: "t",
    facts: textFacts(dockerfile, { today: "2026-11-24" }),
  });
  expect(results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const at = (line: number, column: number) => (starts[line - 1] ?? 0) + column - 1;
  const places = findings.map(({ rule, severity, message, location }) => {
    if (!("file" in location)) return `${rule}: ${severity}: ${message}`;
    const start = at(location.startLine, location.startColumn);
    const end = at(location.endLine, location.endColumn);
    const body = shellSpan(run);
    const whole = start <= body.start && body.end <= end;
    const inside = !whole && body.start <= start && end <= body.end;
    const place = inside ? `${reading(run, start)}-${reading(run, end)}` : whole ? "all of it" : "elsewhere";
    return `${rule}: ${severity}: ${message.replaceAll(/line \d+/g, "line N")} at ${place}`;
  });
  return { dockerfile, run, found: places.sort(), fixes };
}

function runOf({ instructions }: DockerfileFact): Instruction {
  const run = instructions.find(({ keyword }) => keyword === "RUN");
  if (run === undefined) throw new Error("no RUN");
  return run;
}

/** Index in the script of the character at an offset, or of the one behind it. */
function indexIn({ execScript }: Instruction, offset: number): number {
  let index = 0;
  for (const { text, at, length = text.length } of execScript?.pieces ?? []) {
    if (offset <= at) return index;
    if (offset < at + length) return index + offset - at;
    index += text.length;
  }
  return index;
}

function applied(text: string, { fix }: FixCandidate): DockerfileFact {
  return readAnyway(
    applyEdits(
      text,
      fix.edits.toSorted((a, b) => a.span.start - b.span.start),
    ),
  );
}

const blank = (text: string) => text.replaceAll(/\s+/g, " ").trim();
// A list of steps names no script with escapes, so that its fix may be of another class.
const key = ({ rule, fix }: FixCandidate) => `${rule}: ${fix.title}: ${fix.applicability.replace("safe", "proven")}`;
/** These change the SHELL of all that follows. */
const ofShellForm = /^build\/pipe-hides-failure: .*under bash/;

it(
  "the script of an exec form is judged as the same shell form is, and its fixes make the same of it",
  { timeout: 120_000 },
  () => {
    let compared = 0;
    fc.assert(
      fc.property(base, flags, script, eol, fc.infiniteStream(fc.nat(40)), (image, flag, body, end, choices) => {
        const lines = (run: string) => `FROM ${image}\nRUN ${flag}${run}\nCMD ["date"]\n`.replaceAll("\n", end);
        const shellText = lines(body);
        const execText = lines(`["sh", "-c", ${json(body, choices)}]`);
        const shell = readOf(shellText, ({ argsSpan }, offset) => offset - argsSpan.start);
        const exec = readOf(execText, indexIn);
        expect(exec.run.execScript?.text).toBe(body);
        expect(exec.found).toEqual(shell.found);
        const own = Map.groupBy(exec.fixes, key);
        for (const one of shell.fixes) {
          // In the order of the text, where several say the same.
          const other = own.get(key(one))?.shift();
          if (other === undefined && ofShellForm.test(key(one))) continue;
          if (other === undefined) throw new Error(`${key(one)} is not offered for ${execText}`);
          const [a, b] = [applied(shellText, one), applied(execText, other)];
          const [left, right] = [a, b].map(({ instructions }) => instructions.find(({ keyword }) => keyword === "RUN"));
          expect(right === undefined).toBe(left === undefined);
          if (left === undefined || right === undefined) continue;
          expect(right.json).toHaveLength(3);
          expect(right.unparsed).toBe(left.unparsed);
          expect(blank(right.execScript?.text ?? "")).toBe(blank(bodyText(a, left)));
          compared++;
        }
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(50);
  },
);

it("whatever a script says, no rule fails and fixes leave it a script in JSON", () => {
  const parts =
    'apt-get update|apt-get install x|sudo |npm install|pip install x|curl -k https://x/|A=1 | && |; | & |\n|\t|\\\n|\\|"|\'|`|$(|)|{ |; }|(|# c|\0|é😀|<<E\n|\nE\n|if a; then |; fi|sh -c |bash -c "|xargs |exec |set -e|rm -rf /tmp/x';
  const piece = fc.constantFrom(" | ", ...parts.split("|"));
  const shell = fc.constantFrom(["sh", "-c"], ["/usr/bin/env", "bash", "-euc"], ["sudo", "sh", "-c"], ["su", "-c"]);
  const keyword = fc.constantFrom("RUN", "RUN", "ONBUILD RUN", "CMD", "HEALTHCHECK CMD");
  const check = (text: string) => checkDockerfile("Dockerfile", text, emptyConfig, { cwd: "/", today: "2026-11-24" });
  fc.assert(
    fc.property(keyword, shell, fc.array(piece, { maxLength: 14 }), (instruction, words, pieces) => {
      const text = `FROM debian:trixie-slim\n${instruction} ${JSON.stringify([...words, pieces.join(""), "name"])}\n`;
      const { run } = check(text);
      expect(run.results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
      const fixed = fixText(text, { kind: "dockerfile", allowed: ["safe", "proven", "suggested"], check });
      const after = readAnyway(fixed.text).instructions.find((one) => one.keyword === instruction.split(" ").at(-1));
      if (instruction === "RUN" && after !== undefined) expect(after.json).toHaveLength(words.length + 2);
    }),
    { numRuns: 300 },
  );
});

const plain = fc.constantFrom(
  "apt-get update",
  "apt-get install curl",
  "apt install -y git",
  "/usr/bin/apt-get install -y x",
  "sudo apt-get install -y vim",
  "env A=1 npm ci",
  "/usr/bin/env pip install flask",
  "rm -rf /var/lib/apt/lists",
  "pip install flask==3",
  "python3 -m pip install -r requirements.txt",
  "npm install",
  "apk add curl",
  "yum install httpd",
  "zypper in tomcat",
  "gem install rails",
  "curl -k https://example.com/a.tgz",
  "wget https://example.com/a",
  "useradd -u 1000001 app",
  "chmod 777 /srv",
  "ln -sf /bin/bash /bin/sh",
  "service nginx start",
  "busybox wget https://example.com/a",
  "timeout 5 npm ci",
);

it("an exec form of words is judged as the command is that they are", () => {
  let compared = 0;
  fc.assert(
    fc.property(base, plain, fc.infiniteStream(fc.nat(40)), (image, body, choices) => {
      const words = body.split(" ");
      const shellText = `FROM ${image}\nRUN ${body}\nCMD ["date"]\n`;
      const execText = `FROM ${image}\nRUN [${words.map((word) => json(word, choices)).join(", ")}]\nCMD ["date"]\n`;
      const said = ({ found }: Read) => found.map((one) => one.replace(/ at [^:]*$/, ""));
      const [shell, exec] = [readOf(shellText, () => 0), readOf(execText, () => 0)];
      expect(said(exec)).toEqual(said(shell));
      for (const one of exec.fixes) {
        const other = shell.fixes.find((each) => each.rule === one.rule && each.fix.title === one.fix.title);
        if (other === undefined) throw new Error(`${key(one)} is offered for no shell form`);
        const [a, b] = [applied(shellText, other), applied(execText, one)];
        const [left, right] = [a, b].map(({ instructions }) => instructions.find(({ keyword }) => keyword === "RUN"));
        expect(right?.json?.join(" ")).toBe(left && blank(bodyText(a, left)));
        compared++;
      }
    }),
    { numRuns: 150 },
  );
  expect(compared).toBeGreaterThan(50);
});
