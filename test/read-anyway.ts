import type { DockerfileFact } from "../src/facts/dockerfile/dockerfile.ts";
import { dockerfileFact } from "../src/facts/dockerfile/stages.ts";
import { readDockerfile } from "../src/formats/dockerfile/parse.ts";

/** A Dockerfile as the rules see it, even one that Docker refuses: `check` judges what can be read of it. */
export function readAnyway(text: string, file = "Dockerfile"): DockerfileFact {
  const { parsed, refusals } = readDockerfile(file, text);
  if (parsed === undefined) throw new Error(`nothing can be read: ${refusals[0]?.problem}`);
  return dockerfileFact(parsed);
}
