import { saidIn } from "../../facts/dockerfile/exec-form.ts";
import { bodySource, runBodies, type RunBody, type WrittenCommand } from "../../facts/dockerfile/run-commands.ts";
import { quote, reference } from "../shared/evidence.ts";
import { classWords, valueClass, type ValueClass } from "../../secrets/value-class.ts";
import { mayBeHash } from "./may-be-hash.ts";
import { gradeOf } from "./grade-of.ts";
import { defineRule } from "../rule.ts";

/** Something of every command that sets one. */
const hint = /passw|useradd|usermod|adduser/;

export default defineRule({
  id: "secrets/password-in-build",
  title: "Password set in the build",
  why:
    "The password is the same in every container of the image, `docker history` shows it to anyone who has the image, and its hash stays in `/etc/shadow`. " +
    "A container needs no logins: leave the account locked (`useradd` does, also with a value that is no hash), and give a process its rights with USER.",
  severity: "error",
  needs: ["dockerfile"],
  fix: "none",
  also: ["checkov/CKV2_DOCKER_17"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN useradd -m app && echo 'app:changeme' | chpasswd\n",
      good: "FROM debian:trixie-slim\nRUN useradd -m app\nUSER app\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM debian:trixie-slim\nRUN useradd -m -p '$6$salt$hash' app\n",
      good: "FROM debian:trixie-slim\nRUN useradd -m app\n",
    },
  ],
  *check({ dockerfile }) {
    if (!hint.test(saidIn(dockerfile))) return;
    for (const body of runBodies(dockerfile)) {
      const { instruction } = body;
      const source = bodySource(dockerfile, instruction);
      if (!hint.test(source)) continue;
      const password = passwordIn(body);
      // If the commands are unreadable, the word alone counts: it has no other use.
      if (password === undefined && (instruction.commands !== undefined || !/\bchpasswd\b/.test(source))) continue;
      const kind = password && kindOf(password.value ?? pipedValue(body));
      const span = password?.span ?? instruction.argsSpan;
      yield {
        message: `${password?.program ?? "chpasswd"} sets a password that is the same in every container of this image${kind === undefined ? "" : `, ${classWords[kind]}`}`,
        at: span,
        severity: kind === undefined ? "warning" : gradeOf(kind),
        evidence: [
          quote(dockerfile, span),
          reference("docker history shows the command of each layer", "Docker documentation, docker image history"),
        ],
      };
    }
  },
});

interface SetPassword {
  readonly program: string;
  readonly span: WrittenCommand["span"];
  readonly value?: string;
}

/** Undefined for a value from a variable or command. */
function kindOf(value: string | undefined): ValueClass | undefined {
  if (value === undefined || /^\$\{?[A-Za-z_(]|`/.test(value)) return undefined;
  // A hash (crypt(5)) is as good as its password for an attacker with the image and time.
  return value.startsWith("$") ? "random" : valueClass(value);
}

/** For `echo 'app:hunter2' | chpasswd` the part after the name. */
function pipedValue({ commands }: RunBody): string | undefined {
  const words = commands.flatMap(({ name = "", words }) => (/^(?:echo|printf)$/.test(name) ? words.slice(1) : []));
  return words
    .map(({ text }) => /^["']?[\w.-]{1,60}:([^\s"']{1,200})/.exec(text)?.[1]?.replace(/\\n$/, ""))
    .find(Boolean);
}

function passwordIn({ written, commands }: RunBody): SetPassword | undefined {
  for (const { name = "", words, span } of commands) {
    const args = words.slice(1).map(({ text }) => text);
    // -e takes hashes, which are no better in a public image.
    if (name === "chpasswd" || (name === "passwd" && args.includes("--stdin"))) return { program: name, span };
    const option = /^(useradd|usermod)$/.test(name)
      ? args.findIndex((arg) => /^(-[a-zA-Z]*p|--password)$/.test(arg))
      : -1;
    const value = option === -1 ? undefined : args[option + 1];
    if (value !== undefined && mayBeHash(value)) return { program: `${name} ${args[option] ?? ""}`, span, value };
  }
  // `passwd` alone reads piped input.
  const piped = written.find(
    ({ program, piped: isPiped, args }) => isPiped && program === "passwd" && !args.includes("-l"),
  );
  return piped && { program: "passwd", span: piped.span };
}
