import type { DockerfileFact, Instruction } from "../../dockerfile/dockerfile.ts";
import { oncePer } from "../../../text/once-per.ts";
import { unquoted } from "../../../text/unquoted.ts";
import { settingsOf } from "../instruction-settings.ts";
import { findSecretValues } from "./find-secret-values.ts";
import { isSecretSetting } from "./secret-setting.ts";
import { literalParts } from "./literal-parts.ts";
import type { SecretValue } from "./secret-value.ts";
import { secretsInWords } from "./words.ts";

/** Secrets of a Dockerfile: those of its text, and the values of its instructions as Docker reads them. */
export const secretsInDockerfile = oncePer(({ text, instructions }: DockerfileFact): readonly SecretValue[] => [
  ...findSecretValues(text),
  ...instructions.flatMap((one) => [...ofSettings(one), ...ofCommands(one)]),
]);

/** `ENV NAME value` goes on to the end of the line; a value in quotes, or of several parts, has another form than its text. */
function ofSettings(instruction: Instruction): readonly SecretValue[] {
  const { keyword } = instruction;
  if (keyword !== "ENV" && keyword !== "ARG" && keyword !== "LABEL") return [];
  return settingsOf(instruction).flatMap(({ name, value = "" }) => {
    const plain = unquoted(name);
    const parts = literalParts(value).filter((part) => isSecretSetting(plain, part));
    return parts.flatMap((part) => {
      const read = part.replaceAll(/\\(.)|["']/gs, "$1");
      return [part, read].map((form) => ({ value: form, behind: name }));
    });
  });
}

/** Strings of JSON have escapes that their text shows. */
function ofCommands({ json }: Instruction): readonly SecretValue[] {
  return json === undefined ? [] : [...secretsInWords(json), ...json.flatMap(findSecretValues)];
}
