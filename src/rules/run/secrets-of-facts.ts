import { createMasker } from "../../facts/secrets/values/masker.ts";
import { findSecretValues } from "../../facts/secrets/values/find-secret-values.ts";
import { secretsInContainers } from "../../facts/secrets/values/in-containers.ts";
import { secretsInDockerfile } from "../../facts/secrets/values/in-dockerfile.ts";
import { secretsInObjects } from "../../facts/secrets/values/in-objects.ts";
import type { Masker, SecretValue } from "../../facts/secrets/values/secret-value.ts";
import type { Facts } from "../needs.ts";

/**
 * Masks the secrets of a target in all of its texts; finds them on the first use. `hiddenSecrets` are those that its
 * facts lack.
 */
export function maskerFor(facts: Partial<Facts>, hiddenSecrets: readonly SecretValue[] = []): Masker {
  let masker: Masker | undefined;
  return (text) => (masker ??= createMasker([...secretsOf(facts), ...hiddenSecrets]))(text);
}

function secretsOf(facts: Partial<Facts>): readonly SecretValue[] {
  const { dockerfile, containers, objects, runLines, ignores, refusals, composeRefusals, quadletRefusals } = facts;
  const { manifestProblems } = facts;
  if (dockerfile !== undefined) return secretsInDockerfile(dockerfile);
  const values = [
    ...(containers === undefined ? [] : secretsInContainers(containers)),
    ...(objects === undefined ? [] : secretsInObjects(objects)),
  ];
  const read = new Set(containers?.texts.values());
  if (objects !== undefined) read.add(objects.text);
  const texts = [runLines, ignores, refusals, composeRefusals, quadletRefusals, manifestProblems].flatMap(
    (one) => one?.text ?? [],
  );
  const unread = new Set(texts.filter((text) => !read.has(text)));
  return [...values, ...[...unread].flatMap(findSecretValues)];
}
