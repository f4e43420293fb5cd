import { mapAt } from "../../formats/kubernetes/kube-node.ts";
import { groupOf } from "../../facts/pod-security/object-set.ts";
import { quote, reference } from "../shared/evidence.ts";
import { passwordInAddress, variableClass } from "../../facts/secrets/secret-variable.ts";
import { namesBeside } from "../../facts/secrets/names-beside.ts";
import { classWords } from "../../secrets/value-class.ts";
import { gradeOf } from "./grade-of.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "secrets/in-config-map",
  title: "Secret in plain text in a ConfigMap",
  why: "A ConfigMap is for what everyone may read: the rights of most accounts include it, it is not encrypted at rest, and tools print it. A Secret has rights of its own, and its value needn't be in the repository.",
  severity: "error",
  dialects: ["kubernetes"],
  needs: ["objects"],
  premise: {
    kind: "source",
    source: "kubernetes.io, ConfigMaps: they provide no secrecy or encryption; the tests have no API server",
  },
  fix: "none",
  also: ["trivy/KSV-0109", "kubescape/C-0012"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  DB_HOST: db\n  DB_PASSWORD: tr0ub4dor\n",
      good: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  DB_HOST: db\n  DB_PASSWORD_FILE: /run/secrets/db\n",
    },
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  database.url: postgres://shop:tr0ub4dor@db:5432/shop\n",
      good: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  database.url: postgres://db:5432/shop\n",
    },
  ],
  *check({ objects }) {
    for (const object of objects.own) {
      if (object.kind !== "ConfigMap" || groupOf(object) !== "") continue;
      const entries = [...(mapAt(object.node, "data")?.entries ?? [])].flatMap(([key, { key: at, value }]) =>
        value.kind === "scalar" && typeof value.value === "string"
          ? [{ key, at, said: { name: key.replaceAll(/[.-]/g, "_"), value: value.value } }]
          : [],
      );
      const names = [object.name, ...namesBeside(entries.map(({ said }) => said))];
      for (const { key, at, said } of entries) {
        const inAddress = passwordInAddress({ value: said }, names);
        const kind = inAddress?.kind ?? variableClass({ value: said }, names);
        if (kind === undefined) continue;
        yield {
          message: `ConfigMap ${object.name} holds ${inAddress === undefined ? `the value of ${key}` : `a password in the ${inAddress.scheme} address of ${key}`} in plain text, ${classWords[kind]}, for all who may read ConfigMaps, and in this file`,
          severity: gradeOf(kind),
          at: { file: objects.file, span: at },
          // The value itself is left out: a report goes further than the file.
          evidence: [
            { kind: "setting", pointer: `${object.prefix}data.${key}`, value: "***" },
            quote(objects, at, `${key}: ***`),
            reference("ConfigMaps do not provide secrecy or encryption", "kubernetes.io, ConfigMaps"),
          ],
        };
      }
    }
  },
});
