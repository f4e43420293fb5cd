import { each, fixOf, placeOf } from "../shared/container.ts";
import { namesBeside, namesOf } from "../../facts/secrets/names-beside.ts";
import { isUnasked } from "../../facts/secrets/security-switch.ts";
import { variableClass } from "../../facts/secrets/secret-variable.ts";
import { classWords } from "../../secrets/value-class.ts";
import { gradeOf } from "./grade-of.ts";
import { quote, reference } from "../shared/evidence.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "secrets/in-env-flag",
  title: "Secret in plain text in the environment of a container",
  why:
    "A value after -e stands in the document, in the shell's history, in the process list while the command starts, and in docker inspect for as long as the container exists; " +
    "one under environment in a Compose file or manifest goes wherever that file goes. " +
    "The name alone takes it from the caller's environment; a secret that is mounted as a file shows it to no one else.",
  severity: "error",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "the value stands in `docker inspect` and in the environment of each process of the container",
  },
  fix: "suggested",
  also: ["compose-lint/CL-0020"],
  alsoKubernetes: ["kube-linter/env-var-secret", "kubescape/C-0012", "polaris/sensitiveContainerEnvVar"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -e DB_HOST=db -e DB_PASSWORD=tr0ub4dor example/migrate:1.4\n",
      good: "docker run --rm -e DB_HOST=db -e DB_PASSWORD example/migrate:1.4\n",
    },
    {
      kind: "document",
      bad: "docker run --rm --env=API_TOKEN='9f8e7d6c' example/sync:2.0\n",
      good: 'docker run --rm --env=API_TOKEN="$API_TOKEN" -e DB_PASSWORD_FILE=/run/secrets/db example/sync:2.0\n',
    },
    {
      kind: "compose",
      bad: "services:\n  db:\n    image: example/db:16.4\n    environment:\n      DB_PASSWORD: tr0ub4dor\n",
      good: "services:\n  db:\n    image: example/db:16.4\n    environment:\n      DB_PASSWORD_FILE: /run/secrets/db\n      API_TOKEN: ${API_TOKEN}\n    secrets: [db]\nsecrets:\n  db:\n    file: ./db.txt\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ env, overriddenEnv = [] }) => [...env, ...overriddenEnv])) {
      const kind = variableClass(said, [
        ...namesOf(container),
        ...namesBeside(container.env.map(({ value }) => value)),
      ]);
      const { name } = said.value;
      const siblingValues = container.env.map(({ value }) => value);
      if (kind === undefined || isUnasked(name, siblingValues)) continue;
      const { at, fragment } = container;
      const isOverridden = container.overriddenEnv?.includes(said) === true;
      const typed = ["docker", "podman", "nerdctl"].includes(container.dialect);
      const exposures = [
        "span" in at ? "this file" : "the engine's store",
        ...(typed ? ["in the shell's history and in `docker inspect`"] : []),
        ...(typed || isOverridden
          ? []
          : [`in \`${container.dialect === "kubernetes" ? "kubectl get pod" : "docker inspect"}\``]),
      ];
      const place = said.whole ?? said.at;
      const text = "span" in said.at ? (containers.texts.get(said.at.file) ?? "") : "";
      const fix = { title: `Take ${name} from the caller's environment`, applicability: "suggested" } as const;
      yield {
        message: `The value of ${name} is a secret in plain text, ${classWords[kind]}${isOverridden ? ", though another file says otherwise" : ""}: it stays in ${exposures.join(typed ? ", " : " and ")}`,
        at: placeOf(said),
        severity: gradeOf(kind),
        // The value itself is left out: a report goes further than the file.
        evidence: [
          "span" in place
            ? quote({ file: place.file, text }, place.span, `${name}=***`)
            : { kind: "setting", pointer: said.pointer, value: `${name}=***` },
          reference(
            "Environment variables of a container are in its configuration, readable for all who may talk to the engine",
            "docs.docker.com, docker inspect, Config.Env",
          ),
        ],
        ...(fragment !== true && !isOverridden && fixOf(containers, container, { fromCaller: said, name }, fix)),
      };
    }
  },
});
