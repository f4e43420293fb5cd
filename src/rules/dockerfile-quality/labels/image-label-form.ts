import { ownValue } from "../../../domain/own-value.ts";
import type { LabelForm } from "../../../domain/settings/config.ts";
import { reference } from "../../shared/evidence.ts";
import { isImageName } from "../stages/image-name.ts";
import { fitsForm, formNames } from "./label-forms.ts";
import { defineRule } from "../../rule.ts";

const prefix = "org.opencontainers.image.";

/** Pre-defined keys of the OCI image-spec, annotations.md, that have a form. `version`, `revision`, `title` and the like are free. */
const forms: Readonly<Record<string, { readonly fits: (value: string) => boolean; readonly form: string }>> = {
  created: of("rfc3339"),
  url: of("url"),
  documentation: of("url"),
  source: of("url"),
  licenses: of("spdx"),
  "base.digest": {
    fits: (value) => /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[\w=-]{32,}$/.test(value),
    form: "a digest such as sha256:...",
  },
  "base.name": { fits: isImageName, form: "the name of an image" },
};

function of(form: LabelForm): { readonly fits: (value: string) => boolean; readonly form: string } {
  return { fits: (value) => fitsForm(form, value), form: formNames[form] };
}

export default defineRule({
  id: "build/image-label-form",
  title: "Malformed OCI label",
  why:
    "Registries, scanners and update bots read the `org.opencontainers.image` labels: where `source` is not a URL or `licenses` is not an SPDX expression, they show nothing or the wrong thing. " +
    "The specification says for each what its value is.",
  severity: "info",
  needs: ["configuration"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: {
        config: {
          labels: {
            [`${prefix}source`]: "team/app",
            [`${prefix}revision`]: "1f3a9c2",
            [`${prefix}licenses`]: "Apache 2",
          },
        },
      },
      good: {
        config: {
          labels: {
            [`${prefix}source`]: "https://git.example.com/team/app",
            [`${prefix}revision`]: "1f3a9c2",
            [`${prefix}licenses`]: "Apache-2.0",
          },
        },
      },
    },
  ],
  *check({ configuration }) {
    for (const [key, value] of Object.entries(configuration.labels)) {
      const name = key.slice(prefix.length);
      const labelForm = key.startsWith(prefix) ? ownValue(forms, name) : undefined;
      if (labelForm === undefined || value === "" || labelForm.fits(value)) continue;
      yield {
        message: `Label \`${key}\` is \`${value.slice(0, 200)}\`, and has to be ${labelForm.form}`,
        at: { setting: `Config.Labels.${key}` },
        evidence: [
          { kind: "setting", pointer: `Config.Labels.${key}`, value },
          reference("the pre-defined annotation keys and the form of their values", "OCI image-spec, annotations.md"),
        ],
      };
    }
  },
});
