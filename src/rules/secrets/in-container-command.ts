import { each, placeOf } from "../shared/container.ts";
import { secretsInCommand } from "../../facts/secrets/secret-variable.ts";
import { quote, reference } from "../shared/evidence.ts";
import { classWords } from "../../secrets/value-class.ts";
import { gradeOf } from "./grade-of.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "secrets/in-container-command",
  title: "Secret in plain text in a container's command",
  why:
    "The words of a command stand in the file, in docker inspect for as long as the container exists, and in the process list of the host, which every user of it can read. " +
    "Let the program read a file that is mounted as a secret, or a variable; in a Compose file ${NAME} takes the value out of the file at least.",
  severity: "error",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "the words of the command stand in `docker inspect`, and in the command line of the process that any user of the host reads",
  },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "document",
      bad: "docker run -d --memory 64m --memory-swap 64m redis:8.2.1 redis-server --requirepass tr0ub4dor\n",
      good: 'docker run -d --memory 64m --memory-swap 64m redis:8.2.1 redis-server --requirepass "$REDIS_PASSWORD"\n',
    },
    {
      kind: "compose",
      bad: "services:\n  cache:\n    image: redis:8.2.1\n    command: redis-server --requirepass tr0ub4dor\n",
      good: "services:\n  cache:\n    image: redis:8.2.1\n    command: redis-server --requirepass ${REDIS_PASSWORD:?}\n  web:\n    image: example/web:1.4\n    command: [serve, --password-file, /run/secrets/web]\n",
    },
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      args: [--db-password=tr0ub4dor]\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      args: [--db-password=$(DB_PASSWORD)]\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ entrypoint, command }) => [entrypoint, command])) {
      const secrets = secretsInCommand(said);
      const first = secrets.find(({ kind }) => kind === "random") ?? secrets[0];
      if (first === undefined) continue;
      const place = said.whole ?? said.at;
      const text = "span" in place ? (containers.texts.get(place.file) ?? "") : "";
      const hidden = `${first.name}=***`;
      // A value that is written in another way, with escapes, is not found to be masked.
      const isLiteral = "span" in place && text.slice(place.span.start, place.span.end).includes(first.value);
      yield {
        message: `The command holds a secret (${first.name}) in plain text, ${classWords[first.kind]}: it stays in ${"span" in container.at ? "this file" : "the engine's store"}, in \`${container.dialect === "kubernetes" ? "kubectl get pod" : "docker inspect"}\` and in the host's process list`,
        at: placeOf(said),
        severity: gradeOf(first.kind),
        evidence: [
          "span" in place
            ? quote({ file: place.file, text }, place.span, isLiteral ? undefined : hidden)
            : { kind: "setting", pointer: said.pointer, value: hidden },
          reference(
            "/proc/PID/cmdline holds the command line of a process and can be read by all",
            "proc_pid_cmdline(5)",
          ),
        ],
      };
    }
  },
});
