import type { ContainerSpec, ContainerSpecs } from "../../../domain/container/container-spec.ts";
import { valueClass } from "../../../secrets/value-class.ts";
import { oncePer } from "../../../text/once-per.ts";
import { findSecretValues } from "./find-secret-values.ts";
import { isSecretSetting } from "./secret-setting.ts";
import { literalParts } from "./literal-parts.ts";
import type { SecretValue } from "./secret-value.ts";
import { secretsInWords } from "./words.ts";

/** Secrets of containers: those of the texts that describe them, of their variables and of their commands. */
export const secretsInContainers = oncePer(({ texts, containers }: ContainerSpecs): readonly SecretValue[] => {
  const openNames = new Set(containers.flatMap(namesOf));
  return [
    ...[...texts.values()].flatMap(findSecretValues),
    ...containers.flatMap((one) => [...ofVariables(one), ...ofCommands(one)]),
  ].map((secret) => (openNames.has(secret.value) ? { ...secret, isOpen: true } : secret));
});

/** A variable that names an account or a database. */
const namesAccount = /(?:^|_)(?:user|username|db|dbname|database|schema)$/i;
/** What a generator draws has digits, capitals or signs, or looks drawn: it stays masked everywhere, wherever else it stands. */
const isWord = (text: string) => /^[a-z]+$/.test(text) && valueClass(text) !== "random";

/** Names that a message needs: with the password that equals one masked in them, `ghcr.io/***-ngx/***-ngx` names no image. */
function namesOf({ name, image, env }: ContainerSpec): readonly string[] {
  return [
    ...(name === undefined ? [] : [name]),
    ...(image?.value.split(/[/:@-]/) ?? []),
    ...env.flatMap(({ value: { name: variable, value = "" } }) => (namesAccount.test(variable) ? [value] : [])),
  ].filter(isWord);
}

function ofVariables({ env, overriddenEnv = [] }: ContainerSpec): readonly SecretValue[] {
  return [...env, ...overriddenEnv].flatMap(({ value: { name, value = "" }, literal }) => [
    ...(literal === true ? [value] : literalParts(value))
      .filter((part) => isSecretSetting(name, part))
      .map((part) => ({ value: part, behind: name })),
    ...(/[:=\s]/.test(value) ? findSecretValues(value) : []),
  ]);
}

function ofCommands({ entrypoint, command }: ContainerSpec): readonly SecretValue[] {
  const words = [...(entrypoint?.value ?? []), ...(command?.value ?? [])];
  return [...secretsInWords(words), ...words.filter((word) => /[\s:=]/.test(word)).flatMap(findSecretValues)];
}
