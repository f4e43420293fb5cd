import type { Profile } from "../../../domain/profile/profile.ts";
import type { EmitOptions } from "../../emitter.ts";
import { appName, seccompPath } from "../pod/kube-names.ts";
import { lossesOf } from "../../losses/every-field.ts";
import { lossLines } from "../../losses/loss-lines.ts";
import type { TargetVersions } from "../../versions/target-version.ts";
import { heading } from "../../text/heading.ts";
import type { YamlMap } from "../../text/yaml-text.ts";
import { visible } from "../../text/visible.ts";
import type { Loss } from "../../../domain/profile/loss.ts";
import { policyFields } from "./policy-fields.ts";
import { podRules, podVariables } from "./pod-rules.ts";

/** Parts of both kinds of policy. */
export interface PolicyParts {
  readonly name: string;
  /** Namespaces with this label must comply with the profile. */
  readonly label: YamlMap;
  readonly matchConstraints: YamlMap;
  readonly matchConditions: readonly YamlMap[];
  readonly variables: readonly YamlMap[];
  readonly validations: readonly YamlMap[];
  /** Comment lines. */
  readonly comments: readonly string[];
  readonly losses: readonly Loss[];
}

export function policyParts(
  target: { readonly name: string; readonly versions: TargetVersions },
  profile: Profile,
  options: EmitOptions,
): PolicyParts {
  const image = options.image ?? profile.image.name;
  const app = appName(image);
  const version = options.version ?? target.versions.default;
  const losses = lossesOf({ name: target.name, version }, policyFields, profile, options);
  const rules = podRules(profile, [seccompPath(app), `operator/${app}.json`]);
  return {
    name: `hullproof-${app}`.slice(0, 63),
    label: { "hullproof/profile": app },
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: [""],
          apiVersions: ["v1"],
          operations: ["CREATE", "UPDATE"],
          resources: ["pods", "pods/ephemeralcontainers", "pods/resize"],
        },
      ],
    },
    // A policy must not block the deletion of a pod.
    matchConditions: [{ name: "stays", expression: "!has(object.metadata.deletionTimestamp)" }],
    variables: podVariables.map(({ name, expression }) => ({ name, expression })),
    validations: rules.map(({ expression, message }) => ({
      expression,
      message: `the profile of ${visible(image, 120)} asks for ${visible(message, 400)}`,
    })),
    comments: [
      ...heading(profile),
      `Holds every pod of a namespace with the label hullproof/profile=${app} to the profile, its ephemeral containers as well:`,
      `  kubectl label namespace NAME hullproof/profile=${app}`,
      ...lossLines(losses),
    ].map((line) => `# ${line}`),
    losses,
  };
}
