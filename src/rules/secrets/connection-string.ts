import { each, placeOf } from "../shared/container.ts";
import { quote, reference } from "../shared/evidence.ts";
import { isSecretVariable, passwordInAddress } from "../../facts/secrets/secret-variable.ts";
import { namesBeside, namesOf } from "../../facts/secrets/names-beside.ts";
import { classWords } from "../../secrets/value-class.ts";
import { gradeOf } from "./grade-of.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "secrets/connection-string",
  title: "Password in a connection string",
  why:
    "postgres://app:secret@db/app holds a password like any variable named PASSWORD: it goes wherever the file goes, and stands in docker inspect for as long as the container exists. " +
    "Take the password from the caller's environment, or give the program a file to read it from.",
  severity: "error",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows:
      "the address with its password stands in `docker inspect` and in the environment of each process of the container",
  },
  fix: "none",
  also: ["compose-lint/CL-0021"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm -e DATABASE_URL=postgres://app:tr0ub4dor@db:5432/app example/web:1.4\n",
      good: 'docker run --rm -e DATABASE_URL="postgres://app:$DB_PASSWORD@db:5432/app" -e CACHE=redis://cache:6379/0 example/web:1.4\n',
    },
    {
      kind: "compose",
      bad: "services:\n  web:\n    image: example/web:1.4\n    environment:\n      - QUEUE=amqp://app:tr0ub4dor@queue/%2f\n",
      good: "services:\n  web:\n    image: example/web:1.4\n    environment:\n      - QUEUE=amqp://app:${QUEUE_PASSWORD}@queue/%2f\n      - DOCS=https://user:password@example.com\n",
    },
  ],
  *check({ containers }) {
    for (const { container, said } of each(containers, ({ env, overriddenEnv = [] }) => [...env, ...overriddenEnv])) {
      // Another rule reports a variable whose name suggests a secret.
      if (isSecretVariable(said)) continue;
      const names = [...namesOf(container), ...namesBeside(container.env.map(({ value }) => value))];
      const credential = passwordInAddress(said, names);
      if (credential === undefined) continue;
      const { scheme, kind } = credential;
      const { name } = said.value;
      const { at } = container;
      const isOverridden = container.overriddenEnv?.includes(said) === true;
      const place = said.whole ?? said.at;
      const text = "span" in place ? (containers.texts.get(place.file) ?? "") : "";
      const hidden = `${name}=${scheme}://***@***`;
      yield {
        message: `The address in ${name} holds a password in plain text, ${classWords[kind]}${isOverridden ? ", though another file says otherwise" : ""}: it stays in ${"span" in at ? "this file" : "the engine's store"}${isOverridden ? "" : ` and in \`${container.dialect === "kubernetes" ? "kubectl get pod" : "docker inspect"}\``}`,
        at: placeOf(said),
        severity: gradeOf(kind),
        // The value itself is left out: a report goes further than the file.
        evidence: [
          "span" in place
            ? quote({ file: place.file, text }, place.span, hidden)
            : { kind: "setting", pointer: said.pointer, value: hidden },
          reference("The user information of an address is user:password", "RFC 3986, section 3.2.1"),
        ],
      };
    }
  },
});
